mine = 'a package'
