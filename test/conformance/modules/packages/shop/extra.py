from . import log

log.append('extra')
