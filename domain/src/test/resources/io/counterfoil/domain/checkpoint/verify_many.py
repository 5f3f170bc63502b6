# python3 verify_many.py <directory of verify.py> < cases: a verdict a line. Each case is a line of base64: receipt, proof
# and key; or two checkpoints, the directory of the tiles, and the key of each checkpoint.
import base64
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
from verify import Invalid, consistent, reader, verify  # noqa: E402

for line in sys.stdin:
    first, second, *more = (base64.b64decode(part) for part in line.split(" "))
    third, *keys = (part.decode("utf-8") for part in more)
    try:
        if keys:
            consistent(first, second, reader(third), *keys)
        else:
            verify(first, second, third)
        print("consistent" if keys else "valid")
    except Invalid as why:
        print(f"INVALID: {why}")
