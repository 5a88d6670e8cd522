from c import y

x = 2
