mine = 'calendar'
