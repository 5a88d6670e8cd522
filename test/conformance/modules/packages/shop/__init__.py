log = ['shop']
__all__ = ['price', 'extra']
hidden = True


def price(n):
    return n * 2


def __getattr__(name):
    if name == 'lazy_name':
        return 'made when asked for'
    raise AttributeError(f'no {name} here')
