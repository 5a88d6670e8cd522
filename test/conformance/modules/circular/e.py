import f

value = 1
