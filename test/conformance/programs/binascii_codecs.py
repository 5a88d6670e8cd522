import binascii, zlib, base64, quopri

def t(f, *a, **k):
    try:
        print(f(*a, **k))
    except Exception as e:
        print(type(e).__name__, e)

for d in (b'', b'a', b'ab', b'abc', b'abcd', bytes(range(256))[:50]):
    b64 = binascii.b2a_base64(d)
    print(b64, binascii.a2b_base64(b64) == d, binascii.b2a_base64(d, newline=False))
    h = binascii.hexlify(d)
    print(h, binascii.unhexlify(h) == d)
    if len(d) <= 45:
        uu = binascii.b2a_uu(d)
        print(uu, binascii.a2b_uu(uu) == d, binascii.b2a_uu(d, backtick=True))
    print(binascii.crc32(d), zlib.crc32(d), zlib.adler32(d), binascii.crc_hqx(d, 0), zlib.crc32(d, 7))
t(binascii.hexlify, b'\xb9\x01\xef', ':')
t(binascii.b2a_hex, b'\xb9\x01\xef\x33', b'_', 2)
t(binascii.b2a_hex, b'\xb9\x01\xef\x33\x44', '-', -2)
t(binascii.unhexlify, 'abc')
t(binascii.unhexlify, 'zz')
t(binascii.unhexlify, 'éé')
t(binascii.unhexlify, 5)
t(binascii.a2b_base64, 'YQ')
t(binascii.a2b_base64, 'Y')
t(binascii.a2b_base64, 'YWJj ZGVm\n')
t(binascii.a2b_base64, '=YQ==', strict_mode=True)
t(binascii.a2b_base64, 'YQ==x', strict_mode=True)
t(binascii.a2b_base64, 'YQ=x=', strict_mode=True)
t(binascii.a2b_base64, 'Y\nQ==', strict_mode=True)
t(binascii.a2b_base64, 'YWJj=', strict_mode=True)
t(binascii.b2a_uu, bytes(46))
t(binascii.a2b_uu, b'!\xff')
t(binascii.a2b_uu, b'!  xx')
t(binascii.b2a_base64, 'str')
t(binascii.b2a_qp, b'a=b\tc \nd\xe9 _.\n.\n' + b'x' * 90, header=True)
t(binascii.b2a_qp, b'a\r\nb \r\n', istext=False, quotetabs=True)
t(binascii.a2b_qp, b'=41=\nB_=3d==x', header=True)
t(binascii.crc_hqx, b'abc')
print(binascii.Error.__mro__, binascii.Incomplete, zlib.error, zlib.MAX_WBITS)
for f in (base64.b64encode, base64.b32encode, base64.b16encode, base64.b85encode, base64.a85encode, base64.urlsafe_b64encode):
    print(f.__name__, f(b'hello world \xff\xfe'))
t(base64.b64decode, 'aGVsbG8=')
t(base64.b64decode, 'aGVsbG8', validate=True)
t(base64.b32decode, 'NBSWY3DP')
t(base64.b85decode, 'Xk~0{Zv')
t(base64.encodebytes, bytes(60))
t(quopri.encodestring, b'caf\xc3\xa9 = good')
