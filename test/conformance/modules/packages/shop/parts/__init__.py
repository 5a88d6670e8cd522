from .. import log

log.append('parts')
