from d import x

y = 1
