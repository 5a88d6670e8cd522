# raise, except, finally.
class Refused(Exception):
    def __init__(self, code):
        super().__init__(code)
        self.code = code


def check(i):
    if i % 3 == 0:
        raise ValueError(i)
    if i % 5 == 0:
        raise Refused(i)
    return i


def main():
    total = 0
    for i in range(6000):
        try:
            total += check(i)
        except ValueError:
            total += 1
        except Refused as e:
            total += e.code
        finally:
            total += 2
    return total
