mine = 'stat'
