import hashlib, hmac, sys, _md5, _sha1, _sha2, _sha3, _blake2, zlib, secrets, random

def t(f, *a, **k):
    try:
        print(f(*a, **k))
    except Exception as e:
        print(type(e).__name__, e)

data = [b'', b'abc', bytes(range(256)) * 5]
for name in ('md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha3_224', 'sha3_256', 'sha3_384', 'sha3_512', 'blake2b', 'blake2s'):
    for d in data:
        h = hashlib.new(name, d)
        print(name, h.name, h.digest_size, h.block_size, h.hexdigest(), h.digest() == bytes.fromhex(h.hexdigest()))
for name in ('shake_128', 'shake_256'):
    print(name, hashlib.new(name, b'abc').hexdigest(20), getattr(hashlib, name)(b'').digest(5))
h = hashlib.sha256(); h.update(b'a'); c = h.copy(); h.update(bytearray(b'bc')); c.update(memoryview(b'bd'))
print(h.hexdigest(), c.hexdigest(), hashlib.sha256(b'abc').digest() == h.digest())
for f in (_md5.md5, _sha1.sha1, _sha2.sha256, _sha2.sha512, _sha2.sha224, _sha2.sha384, _sha3.sha3_256, _sha3.shake_128, _blake2.blake2b, _blake2.blake2s):
    o = f(b'x')
    print(type(o), sys.getsizeof(o), o.name, f.__doc__)
print(_blake2.blake2b(b'x', digest_size=20, key=b'key', salt=b'salt', person=b'person').hexdigest(), _blake2.blake2b.SALT_SIZE)
print(_blake2.blake2s(b'x', digest_size=5).hexdigest(), _blake2.BLAKE2S_MAX_KEY_SIZE)
t(_md5.md5, 'x'); t(_md5.md5, 5); t(_md5.md5, b'', b''); t(_md5.md5, data=b''); t(_md5.md5(b'').update, 'x')
t(_sha3.sha3_256, 'x'); t(_sha3.shake_128().digest, -1); t(_blake2.blake2b, key=b'x' * 65); t(_blake2.blake2b, digest_size=65)
t(_blake2.blake2b, salt=b'x' * 17); t(_blake2.blake2b, person=b'x' * 17); t(_blake2.blake2b, fanout=256); t(_md5.MD5Type)
t(_sha3.shake_128().hexdigest); t(_sha3.shake_128().hexdigest, 2 ** 40); t(_blake2.blake2s, digest_size=0)
t(hashlib.new, 'nope')
t(hashlib.md5, 'x')
print(hmac.new(b'key', b'msg', 'sha256').hexdigest(), hmac.digest(b'k', b'm', 'md5'), hmac.compare_digest('a', 'a'))
print(sorted(hashlib.algorithms_guaranteed))
random.seed('text'); print(random.random())
