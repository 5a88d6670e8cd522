mine = 'time'
