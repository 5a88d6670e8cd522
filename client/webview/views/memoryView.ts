/** The memory map: pan and zoom from arenas to single blocks; the same facts as tables beside it. */
import { html, nothing, render, type TemplateResult } from 'lit';
import type { BlockColumn, BlockInfo } from '../../../server/src/protocol/heapProtocol';
import type { Context, View } from '../app/context';
import { Camera } from '../graph/camera';
import { MemoryDrawing } from '../memory/drawing';
import { poolSize } from '../memory/geometry';
import { MemoryModel } from '../memory/memoryModel';
import type { ColorBy } from '../memory/colors';
import { bytes, count, objectName, plural } from '../model/format';
import { select } from '../ui/controls';
import { iconButton } from '../ui/icons';
import { onThemeChange } from '../ui/theme';
import { family } from '../ui/typeLook';

const columnOf: Record<ColorBy, BlockColumn> = { type: 'type', size: 'type', generation: 'generation', age: 'age' };

export class MemoryView implements View {
  readonly element = document.createElement('section');
  private readonly bar = document.createElement('div');
  private readonly stage = document.createElement('div');
  private readonly canvas = document.createElement('canvas');
  private readonly side = document.createElement('div');
  private readonly loupe = document.createElement('div');
  private readonly camera: Camera;
  private drawing: MemoryDrawing | undefined;
  private pending = false;
  private hover = -1;
  private hotBlock = -1;
  private focusPool = -1;
  private selected: readonly number[] = [];
  private block: BlockInfo | null = null;
  private problem: string | null = null;
  private loadedFor = '';
  private turn = 0;
  /** Object to show once the map is there. */
  private wanted: string | null = null;

  constructor(private readonly context: Context) {
    this.element.className = 'view memory-view';
    this.bar.className = 'toolbar';
    this.bar.setAttribute('role', 'toolbar');
    this.bar.setAttribute('aria-label', 'Memory map');
    this.stage.className = 'memory-stage';
    this.stage.tabIndex = 0;
    this.stage.setAttribute('role', 'application');
    this.stage.setAttribute('aria-label', 'Memory map: arrow keys go from pool to pool, Enter looks into one');
    this.canvas.setAttribute('aria-hidden', 'true');
    this.loupe.className = 'loupe';
    this.loupe.hidden = true;
    this.loupe.setAttribute('aria-hidden', 'true');
    this.side.className = 'memory-side';
    this.side.tabIndex = 0;
    this.side.setAttribute('role', 'region');
    this.side.setAttribute('aria-label', 'Memory in numbers');
    this.stage.append(this.canvas, this.loupe);
    const body = document.createElement('div');
    body.className = 'memory-body';
    body.append(this.stage, this.side);
    this.element.append(this.bar, body);
    this.camera = new Camera(this.stage, () => this.invalidate(), { smallest: 0.005, largest: 40, wheelZooms: true });
    this.stage.addEventListener('pointermove', (e) => this.pointed(e));
    this.stage.addEventListener('pointerleave', () => this.pointAt(-1, -1));
    this.stage.addEventListener('click', () => {
      if (!this.camera.wasDrag && this.hotBlock >= 0) void this.choose(this.hotBlock);
    });
    this.stage.addEventListener('dblclick', () => this.zoomInto(this.hover));
    this.stage.addEventListener('keydown', (e) => this.keyDown(e));
    onThemeChange(() => {
      this.drawing?.recolor(this.context.ui.memory.color);
      this.invalidate();
    });
    new ResizeObserver(() => this.invalidate()).observe(this.stage);
  }

  stepped(): void {
    void this.load();
  }
  shown(): void {
    void this.load();
  }

  private async load(): Promise<void> {
    const { session, messages, ui } = this.context;
    if (!session.info) return;
    const key = `${session.run} ${session.step}`;
    if (key === this.loadedFor) return this.invalidate();
    const turn = ++this.turn;
    try {
      const model = new MemoryModel(
        await messages.call('memory', { run: session.run, step: session.step }),
        this.context,
      );
      await model.load('type');
      await model.load(columnOf[ui.memory.color]);
      if (turn !== this.turn) return;
      const arenas = this.drawing?.model.map.arenas.length;
      const before = this.drawing?.geometry.across;
      this.drawing = new MemoryDrawing(model, ui.memory.color);
      this.loadedFor = key;
      this.problem = null;
      // The same number of arenas keep their places and the camera; otherwise everything is arranged anew.
      if (arenas === model.map.arenas.length) this.drawing.geometry.across = before!;
      else this.fit(false);
      this.block = null;
      this.selected = [];
      if (this.wanted !== null) await this.showObject(this.wanted);
    } catch (e) {
      if (turn !== this.turn) return;
      this.problem = e instanceof Error ? e.message : String(e);
    }
    this.context.update();
    this.invalidate();
  }

  async showObject(id: string): Promise<void> {
    this.wanted = id;
    const { drawing } = this;
    if (!drawing) return;
    this.wanted = null;
    const { session, messages } = this.context;
    const { blocks } = await messages.call('locate', { run: session.run, step: session.step, id });
    this.selected = blocks;
    if (blocks.length > 0) {
      this.zoomInto(drawing.model.poolOf(blocks[0]!));
      await this.choose(blocks[0]!);
    } else this.context.say('It lies past pymalloc, in a large block of its own.');
    this.invalidate();
  }

  private fit(animate: boolean): void {
    const { drawing, stage } = this;
    if (!drawing || stage.clientWidth === 0) return;
    drawing.geometry.arrange(stage.clientWidth - 36, stage.clientHeight - 36);
    const to = this.camera.fitting({ x: 0, y: 0, ...drawing.geometry.size }, 40, 18, 0.005);
    if (animate) this.camera.fly(to);
    else this.camera.set(to);
  }

  private zoomInto(pool: number): void {
    const { drawing, stage } = this;
    if (!drawing || pool < 0) return;
    const { x, y } = drawing.geometry.pool(pool);
    const k = Math.min(3, (Math.min(stage.clientWidth, stage.clientHeight) * 0.8) / poolSize);
    this.camera.fly({
      k,
      x: stage.clientWidth / 2 - (x + poolSize / 2) * k,
      y: stage.clientHeight / 2 - (y + poolSize / 2) * k,
    });
  }

  invalidate(): void {
    if (this.pending) return;
    this.pending = true;
    requestAnimationFrame(() => {
      this.pending = false;
      this.drawNow();
    });
  }

  drawNow(): void {
    const { canvas, stage, drawing } = this;
    const w = stage.clientWidth;
    const h = stage.clientHeight;
    if (!drawing || w === 0) return;
    const ratio = devicePixelRatio || 1;
    if (canvas.width !== Math.round(w * ratio) || canvas.height !== Math.round(h * ratio)) {
      canvas.width = Math.round(w * ratio);
      canvas.height = Math.round(h * ratio);
    }
    const g = canvas.getContext('2d', { alpha: false })!;
    drawing.draw(g, w, h, ratio, this.camera.state, {
      hover: this.hover,
      selectedBlocks: this.selected,
      focusPool: this.stage.matches(':focus-visible') ? this.focusPool : -1,
    });
  }

  private pointed(e: PointerEvent): void {
    if (e.buttons !== 0 || !this.drawing) return;
    const box = this.stage.getBoundingClientRect();
    const x = (e.clientX - box.left - this.camera.x) / this.camera.k;
    const y = (e.clientY - box.top - this.camera.y) / this.camera.k;
    this.pointAt(
      this.drawing.geometry.poolAt(x, y),
      this.drawing.geometry.blockAt(x, y),
      e.clientX - box.left,
      e.clientY - box.top,
    );
  }

  private pointAt(pool: number, block: number, x = 0, y = 0): void {
    const { drawing, loupe } = this;
    if (!drawing) return;
    const changed = pool !== this.hover || block !== this.hotBlock;
    this.hover = pool;
    this.hotBlock = block;
    // Near enough to read the blocks themselves, a loupe is only in the way.
    const show = pool >= 0 && drawing.model.capacity[pool]! > 0 && this.camera.k * poolSize < 420;
    loupe.hidden = !show;
    if (show) {
      if (changed) render(this.loupeContent(pool), loupe);
      drawing.drawLoupe(loupe.querySelector('canvas')!, pool, block);
      const w = loupe.offsetWidth;
      const h = loupe.offsetHeight;
      const left = x + 24 + w > this.stage.clientWidth ? x - w - 18 : x + 22;
      loupe.style.transform = `translate(${Math.max(6, left)}px,${Math.max(6, Math.min(this.stage.clientHeight - h - 6, y - h / 2))}px)`;
    }
    if (changed) this.invalidate();
  }

  private loupeContent(pool: number): TemplateResult {
    const { model } = this.drawing!;
    const used = model.used[pool]!;
    const capacity = model.capacity[pool]!;
    return html`<p>
        <b>pool ${pool - model.arenaFirst[model.arena[pool]!]!}</b> of arena ${model.arena[pool]}<br />
        <span class="quiet">blocks of ${bytes(model.blockSize[pool]!)}, ${used} of ${capacity} used</span>
      </p>
      <canvas></canvas>
      <ul class="mix-names">
        ${this.poolMix(pool)
          .slice(0, 4)
          .map(([name, n]) => html`<li><i class="swatch family-${family(name)}"></i>${name} ${n}</li>`)}
        <li><i class="swatch free"></i>free ${capacity - used}</li>
      </ul>`;
  }

  private poolMix(pool: number): [string, number][] {
    const { model } = this.drawing!;
    const type = model.column('type');
    const mix = new Map<string, number>();
    if (type)
      for (let b = model.first[pool]!; b < model.first[pool + 1]!; b++)
        if (type[b]) mix.set(model.map.typeNames[type[b]!]!, (mix.get(model.map.typeNames[type[b]!]!) ?? 0) + 1);
    return [...mix].sort((a, b) => b[1] - a[1]);
  }

  private async choose(block: number): Promise<void> {
    const { session, messages } = this.context;
    try {
      this.block = await messages.call('block', { run: session.run, step: session.step, index: block });
      this.selected = [block];
      this.context.say(
        this.block.free
          ? `Free block of ${this.block.blockSize} bytes.`
          : `${this.block.what} in a block of ${this.block.blockSize} bytes.`,
      );
    } catch (e) {
      this.problem = e instanceof Error ? e.message : String(e);
    }
    this.context.update();
    this.invalidate();
  }

  private keyDown(e: KeyboardEvent): void {
    const { drawing } = this;
    if (!drawing || e.ctrlKey || e.metaKey || e.altKey) return;
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 8, ArrowUp: -8 }[e.key];
    if (step !== undefined) {
      this.focusPool = Math.max(
        0,
        Math.min(drawing.model.poolCount - 1, this.focusPool < 0 ? 0 : this.focusPool + step),
      );
      const { model } = drawing;
      const p = this.focusPool;
      const size = model.blockSize[p]!;
      this.context.say(
        size === 0
          ? `Pool ${p}, not carved.`
          : `Pool ${p}, blocks of ${size} bytes, ${model.used[p]} of ${model.capacity[p]} used: ${this.poolMix(p)
              .slice(0, 2)
              .map(([n, c]) => `${c} ${n}`)
              .join(', ')}.`,
      );
      const at = drawing.geometry.pool(p);
      this.camera.reveal({ ...at, w: poolSize, h: poolSize });
    } else if (e.key === 'Enter') this.zoomInto(this.focusPool);
    else if (e.key === '+' || e.key === '=') this.camera.zoom(1.3);
    else if (e.key === '-') this.camera.zoom(1 / 1.3);
    else if (e.key === '0') this.fit(true);
    else return;
    e.preventDefault();
    this.invalidate();
  }

  render(): void {
    const { ui } = this.context;
    const model = this.drawing?.model;
    const sum = model?.summary();
    render(
      html` ${select(
          'Colour by',
          ui.memory.color,
          [
            ['type', 'Colour by type'],
            ['size', 'Colour by size class'],
            ['generation', 'Colour by generation'],
            ['age', 'Colour by age'],
          ],
          (v) => void this.recolor(v as ColorBy),
        )}
        ${iconButton({ label: 'Fit all', icon: 'screenFull', key: '0', run: () => this.fit(true) })}
        <span class="grow"></span>
        ${
          model && sum
            ? html`<ul class="kpis">
                <li><b>${count(model.map.blockCount)}</b> blocks</li>
                <li><b>${count(sum.live)}</b> live</li>
                <li><b>${count(model.map.arenas.length)}</b> ${model.map.arenas.length === 1 ? 'arena' : 'arenas'}</li>
                <li><b>${(sum.fragmentation * 100).toFixed(1)}%</b> of carved bytes free</li>
              </ul>`
            : nothing
        }`,
      this.bar,
    );
    render(this.sideContent(), this.side);
    for (const bar of this.side.querySelectorAll<HTMLElement>('[data-share]'))
      bar.style.setProperty('--share', bar.dataset['share']!);
  }

  private async recolor(by: ColorBy): Promise<void> {
    this.context.ui.memory.color = by;
    const { drawing } = this;
    if (drawing) {
      await drawing.model.load(columnOf[by]);
      drawing.recolor(by);
    }
    this.context.update();
    this.invalidate();
  }

  private sideContent(): TemplateResult {
    const { drawing, block, context } = this;
    if (!drawing) return html`<p class="empty">${this.problem ?? 'Loading…'}</p>`;
    const { model } = drawing;
    const { map } = model;
    const classes = model.sizeClasses();
    const most = Math.max(1, ...classes.map((c) => c.carved * c.size));
    const byType = this.byType();
    const top = Math.max(1, byType[0]?.bytes ?? 1);
    return html` ${
        block
          ? html`<section class="block-info" aria-label="Selected block">
              <h3>Block</h3>
              <dl class="facts">
                <dt>Holds</dt>
                <dd>
                  ${block.free ? 'nothing: free' : block.owner ? html`<button class="link" type="button" @click=${() => context.openPage(block.owner!.id)}>${block.what} (${objectName(block.owner)})</button>` : block.what}
                </dd>
                <dt>Address</dt>
                <dd class="mono">${block.address}</dd>
                <dt>Size</dt>
                <dd>${bytes(block.blockSize)}${block.free ? '' : `, ${bytes(block.requested)} asked for`}</dd>
              </dl>
            </section>`
          : nothing
      }
      <h3>This step</h3>
      <p>
        <span class="event new">${plural(model.allocated.length, 'block')} allocated</span>,
        <span class="event freed">${plural(model.released.length, 'block')} released</span>
      </p>
      <h3>Live blocks by type</h3>
      <table>
        <thead>
          <tr>
            <th scope="col">type</th>
            <th scope="col">blocks</th>
            <th scope="col">bytes</th>
            <td class="bar-cell"></td>
          </tr>
        </thead>
        <tbody>
          ${byType.slice(0, 14).map(
            (r) =>
              html`<tr>
                <th scope="row" title=${r.name}><i class="swatch family-${family(r.name)}"></i>${r.name}</th>
                <td>${count(r.n)}</td>
                <td>${bytes(r.bytes)}</td>
                <td class="bar-cell"><span class="bar family-${family(r.name)}" data-share=${r.bytes / top}></span></td>
              </tr>`,
          )}
        </tbody>
      </table>
      <h3>Size classes</h3>
      <table>
        <thead>
          <tr>
            <th scope="col">block</th>
            <th scope="col">used</th>
            <th scope="col">carved</th>
            <td class="bar-cell"></td>
          </tr>
        </thead>
        <tbody>
          ${classes.map(
            (c) =>
              html`<tr>
                <th scope="row">${c.size} B</th>
                <td>${count(c.used)}</td>
                <td>${count(c.carved)}</td>
                <td class="bar-cell">
                  <span class="bar carved" data-share=${(c.carved * c.size) / most}
                    ><span class="bar used" data-share=${c.carved > 0 ? c.used / c.carved : 0}></span
                  ></span>
                </td>
              </tr>`,
          )}
        </tbody>
      </table>
      <h3>Past pymalloc <span class="tally">${count(map.largeCount)}, ${bytes(map.largeBytes)}</span></h3>
      <table>
        <thead>
          <tr>
            <th scope="col">what</th>
            <th scope="col">bytes</th>
          </tr>
        </thead>
        <tbody>
          ${map.large.slice(0, 12).map(
            (l) =>
              html`<tr class=${l.event ?? ''}>
                <th scope="row" title=${l.what}>
                  ${l.owner ? html`<button class="link" type="button" @click=${() => context.openPage(l.owner!)}>${l.what}</button>` : l.what}
                </th>
                <td>${bytes(l.size)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
      <h3>Free lists</h3>
      <table>
        <thead>
          <tr>
            <th scope="col">type</th>
            <th scope="col">kept</th>
            <th scope="col">limit</th>
            <td class="bar-cell"></td>
          </tr>
        </thead>
        <tbody>
          ${map.freeLists.map(
            (f) =>
              html`<tr>
                <th scope="row">${f.name}</th>
                <td>${count(f.count)}</td>
                <td>${count(f.limit)}</td>
                <td class="bar-cell"><span class="bar used" data-share=${f.count / f.limit}></span></td>
              </tr>`,
          )}
        </tbody>
      </table>`;
  }

  private byTypeCache: { model: MemoryModel; rows: { name: string; n: number; bytes: number }[] } | undefined;

  private byType(): { name: string; n: number; bytes: number }[] {
    const { model } = this.drawing!;
    if (this.byTypeCache?.model === model) return this.byTypeCache.rows;
    const n = new Uint32Array(model.map.typeNames.length);
    const size = new Float64Array(n.length);
    const type = model.column('type');
    if (type) {
      for (let p = 0; p < model.poolCount; p++) {
        for (let b = model.first[p]!; b < model.first[p + 1]!; b++) {
          n[type[b]!]!++;
          size[type[b]!]! += model.blockSize[p]!;
        }
      }
    }
    const rows = model.map.typeNames
      .map((name, i) => ({ name, n: n[i]!, bytes: size[i]! }))
      .slice(1)
      .filter((r) => r.n > 0)
      .sort((a, b) => b.bytes - a.bytes);
    this.byTypeCache = { model, rows };
    return rows;
  }
}
