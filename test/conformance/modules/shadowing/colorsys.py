mine = 'colorsys'
