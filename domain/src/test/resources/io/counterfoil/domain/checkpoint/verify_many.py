# python3 verify_many.py <directory of verify.py> < cases: each line receipt, proof and key in base64; a verdict a line
import base64
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
from verify import Invalid, verify  # noqa: E402

for line in sys.stdin:
    receipt, proof, key = (base64.b64decode(part) for part in line.split(" "))
    try:
        verify(receipt, proof, key.decode("utf-8"))
        print("valid")
    except Invalid as why:
        print(f"INVALID: {why}")
