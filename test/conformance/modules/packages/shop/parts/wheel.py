from .. import log
from ..extra import __name__ as extra_name

log.append('wheel')


def up():
    from .. import price

    return price.__module__, extra_name


def sideways():
    from . import axle

    return axle.size


def top():
    import shop

    return shop.log is log


def beyond():
    from .... import nothing
