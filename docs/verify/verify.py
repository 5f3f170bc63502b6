#!/usr/bin/env python3
"""Checks that a receipt is in Counterfoil's public log. No dependencies; runs offline, on Python 3.8 and newer.

    python3 verify.py receipt.json proof.txt <verifier key>     prints "valid", or "INVALID: why" (exit code 1)
    from verify import verify, Invalid                          verify(receipt, proof, key) raises Invalid(why)

    python3 verify.py consistency older newer <tiles> <verifier key> [<key of the newer>]    prints "consistent", or why not
    from verify import consistent, Invalid               consistent(older, newer, read, key, newer_key) raises Invalid(why)

What is checked: the proof's checkpoint is signed by the log's key, and the receipt, without its signature member, is
the entry at the proof's index in the tree that this checkpoint stands for. The receipt's own signature is for the
merchant, who shares a secret with the issuer: nobody else can check it, and it is not part of what was logged.

In place of a verifier key there may be all that you know, a line each, as the log serves them under "keys". One of them
must have signed, and none of them wrongly.

Of two saved checkpoints: that each is signed by its key, and that the tree of the newer one is that of the older one,
continued. <tiles> is the log's URL, or a directory that holds its tiles by the same names: tile/0/000. It need not be
trusted: tiles that do not lead to the newer checkpoint are refused.
"""

import base64
import hashlib
import json
import os
import re
import sys
import urllib.error
import urllib.request


PATIENCE = 10  # seconds for a tile, whose host need not be trusted
LARGEST_TILE = 1 << 16


class Invalid(Exception):
    pass


def verify(receipt: bytes, proof: bytes, key: str) -> None:
    known = read_keys(key)
    entry = sha256(signed_text(read_receipt(receipt)))
    index, path, note = read_proof(proof)
    _, size, root = read_promise(note, known)
    if climb(index, size, path, sha256(b"\0", entry)) != root:
        raise Invalid("the receipt is not in the log at this index")


def consistent(older: bytes, newer: bytes, read, key: str, newer_key: str = "") -> None:
    """read is given a path such as tile/0/000.p/17, and gives its bytes, or None where there is no such tile."""
    wrong = "the checkpoint is malformed"
    origin, first, first_root = read_promise(decode(older, wrong), read_keys(key))
    newer_origin, second, second_root = read_promise(decode(newer, wrong), read_keys(newer_key or key))
    if origin != newer_origin:
        raise Invalid("the checkpoint is of another log")
    if first > second:
        raise Invalid("the older checkpoint is the larger one")
    continued = second_root if first == second else sha256()
    if 0 < first < second:
        continued, after = roots(first, second, 0, Tree(second, read))
        if after != second_root:
            raise Invalid("the tiles are not those of the newer checkpoint")
    if continued != first_root:
        raise Invalid("the newer checkpoint does not continue the older one")


# --- the receipt: flat, every value a scalar; RFC 8785 is then sorting and the shortest escapes


def read_receipt(data):
    def flat(members):
        receipt = dict(members)
        if len(receipt) != len(members):
            raise ValueError("a name stands twice")
        return receipt

    try:
        receipt = json.loads(data.decode("utf-8"), object_pairs_hook=flat, parse_constant=refuse, parse_float=integer)
        if not isinstance(receipt, dict) or not all(scalar(value) for value in receipt.values()):
            raise ValueError("not flat")
    except (ValueError, RecursionError):
        raise Invalid("the receipt is not a flat JSON object") from None
    signature = receipt.get("signature")
    if not isinstance(signature, str) or not re.fullmatch("[0-9a-f]{64}", signature):
        raise Invalid("the receipt has no signature")
    return receipt


def refuse(constant):
    raise ValueError(constant)


def integer(text):
    """1250.0 is 1250 to every reader whose numbers are doubles; other fractions have no place in a receipt."""
    number = float(text)
    if not number.is_integer():
        raise ValueError(text)
    return int(number)


def scalar(value):
    if isinstance(value, int) and not isinstance(value, bool):
        return abs(value) < 2**53
    return value is None or isinstance(value, (str, bool))


def signed_text(receipt):
    payload = {name: value for name, value in receipt.items() if name != "signature"}
    names = sorted(payload, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
    text = json.dumps({name: payload[name] for name in names}, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


# --- the proof (c2sp.org/tlog-proof) and the checkpoint in it (c2sp.org/tlog-checkpoint, c2sp.org/signed-note)


def read_proof(data):
    wrong = "the proof is malformed"
    text = decode(data, wrong)
    head, separator, note = text.partition("\n\n")
    lines = head.split("\n")
    if not separator or lines.pop(0) != "c2sp.org/tlog-proof@v1":
        raise Invalid(wrong)
    if lines and lines[0].startswith("extra "):
        lines.pop(0)  # not authenticated: it means nothing here
    index = re.fullmatch("index (0|[1-9][0-9]{0,17})", lines.pop(0)) if lines else None
    path = [decode_base64(line, wrong) for line in lines]
    if not index or any(len(node) != 32 for node in path):
        raise Invalid(wrong)
    return int(index.group(1)), path, note


def read_promise(note, known):
    text, signers = open_note(note, known)
    origin, size, root = read_checkpoint(text)
    if origin not in signers:
        raise Invalid("the checkpoint is of another log")
    return origin, size, root


def open_note(note, known):
    """The text, and the names of the known keys that signed it, if some did and none wrongly."""
    wrong = "the checkpoint is malformed"
    end = note.rfind("\n\n")
    lines = note[end + 2 :].split("\n")
    if end < 0 or lines.pop() != "" or not lines or re.search("[\0-\x09\x0b-\x1f]", note):
        raise Invalid(wrong)
    text = note[: end + 1]
    signers = set()
    for line in lines:
        parts = re.fullmatch("\u2014 ([^ ]+) ([^ ]+)", line)
        if not parts:
            raise Invalid(wrong)
        signature = decode_base64(parts.group(2), wrong)
        for name, key_id, public_key in known:
            if parts.group(1) != name or signature[:4] != key_id:
                continue  # a witness's, or that of a key that is not known
            if not ed25519_verify(public_key, text.encode("utf-8"), signature[4:]):
                raise Invalid("the checkpoint's signature is wrong")
            signers.add(name)
    if not signers:
        raise Invalid("the checkpoint is not signed by this key")
    return text, signers


def read_checkpoint(text):
    wrong = "the checkpoint is malformed"
    parts = re.fullmatch("([^\n]+)\n(0|[1-9][0-9]{0,17})\n([^\n]+)\n(?:[^\n]+\n)*", text)
    if not parts:
        raise Invalid(wrong)
    return parts.group(1), int(parts.group(2)), decode_base64(parts.group(3), wrong)


def read_keys(lines):
    return [read_key(key) for key in re.sub("\n\\Z", "", lines).split("\n")]


def read_key(key):
    wrong = "the verifier key is malformed"
    parts = re.fullmatch("([^+]+)\\+([0-9a-f]{8})\\+(.+)", key)
    if not parts:
        raise Invalid(wrong)
    typed = decode_base64(parts.group(3), wrong)
    key_id = sha256(parts.group(1).encode("utf-8", "surrogatepass"), b"\n", typed)[:4]
    if len(typed) != 33 or typed[0] != 1 or key_id.hex() != parts.group(2):
        raise Invalid(wrong)
    return parts.group(1), key_id, typed[1:]


# --- the tree: from the leaf to the root (RFC 9162, section 2.1.3.2)


def climb(index, size, path, leaf):
    if index >= size:
        return None
    node, last, result = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return None
        if node & 1 or node == last:
            result = sha256(b"\1", sibling, result)
            while not node & 1:
                node, last = node >> 1, last >> 1
        else:
            result = sha256(b"\1", result, sibling)
        node, last = node >> 1, last >> 1
    return result if last == 0 else None


# --- two trees: the roots of the first leaves and of all leaves, from hashes that both have in common (RFC 6962, section 2.1.2)


def roots(first, every, start, tree):
    if first == every:
        both = tree.hash(start, every)
        return both, both
    left = split(every)
    if first <= left:
        before, after = roots(first, left, start, tree)
        return before, sha256(b"\1", after, tree.hash(start + left, every - left))
    shared = tree.hash(start, left)
    before, after = roots(first - left, every - left, start + left, tree)
    return sha256(b"\1", shared, before), sha256(b"\1", shared, after)


class Tree:
    """The hash of any leaves that are a subtree, from the tiles of a tree of this size (c2sp.org/tlog-tiles)."""

    def __init__(self, size, read):
        self.size, self.read, self.tiles = size, read, {}

    def hash(self, start, leaves):
        height = leaves.bit_length() - 1
        if height % 8 or leaves != 1 << height:
            left = split(leaves)
            return sha256(b"\1", self.hash(start, left), self.hash(start + left, leaves - left))
        index = start >> height
        digits = str(index >> 8)
        number = re.sub("[0-9]{3}(?=[0-9])", "x\\g<0>/", digits.zfill((len(digits) + 2) // 3 * 3))
        path = f"tile/{height // 8}/{number}"
        if path not in self.tiles:
            self.tiles[path] = self.tile(path, (self.size >> height) - (index >> 8 << 8))
        at = (index & 255) * 32
        return self.tiles[path][at : at + 32]

    def tile(self, path, width):
        # a partial tile may be gone once there is the full one, which begins with it
        tile = self.read(f"{path}.p/{width}") if width < 256 else None
        tile = self.read(path) if tile is None else tile
        if tile is None:
            raise Invalid("a tile is missing: " + path)
        if len(tile) < 32 * min(width, 256):
            raise Invalid("a tile is cut short: " + path)
        return tile


def split(leaves):
    return 1 << (leaves - 1).bit_length() - 1


# --- Ed25519 (RFC 8032, section 5.1): S·B = R + k·A. Slow and not constant in time, which verifying need not be

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def ed25519_verify(public_key, message, signature):
    s = int.from_bytes(signature[32:], "little")
    a = decode_point(public_key)
    if len(signature) != 64 or s >= ORDER or a is None:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public_key + message).digest(), "little") % ORDER
    minus_a = (P - a[0], a[1], a[2], P - a[3])
    return encode_point(add(multiply(s, BASE), multiply(k, minus_a))) == signature[:32]


def decode_point(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if len(data) != 32 or y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def encode_point(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]), (p[1] + p[0]) * (q[1] + q[0])
    c, d = 2 * p[3] * q[3] * D, 2 * p[2] * q[2]
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply(scalar_, point):
    result = (0, 1, 1, 0)
    while scalar_:
        if scalar_ & 1:
            result = add(result, point)
        point = add(point, point)
        scalar_ >>= 1
    return result


BASE = decode_point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


# --- bytes


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def decode_base64(text, wrong):
    """Base64 in its one spelling: lenient decoders take a changed text for the same bytes."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        raise Invalid(wrong) from None
    if base64.b64encode(data).decode("ascii") != text:
        raise Invalid(wrong)
    return data


def decode(data, wrong):
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise Invalid(wrong) from None


def reader(tiles):
    def read(path):
        name = tiles.rstrip("/") + "/" + path
        try:
            if not re.match("https?:", tiles):
                return load(name, LARGEST_TILE) if os.path.exists(name) else None
            with urllib.request.urlopen(name, timeout=PATIENCE) as answer:
                return answer.read(LARGEST_TILE)
        except urllib.error.HTTPError:
            return None

    return read


def load(file, most=-1):
    with open(file, "rb") as opened:
        return opened.read(most)


def main(arguments):
    two = arguments[:1] == ["consistency"]
    if len(arguments) not in ((5, 6) if two else (3,)):
        print("usage: python3 verify.py receipt.json proof.txt <verifier key>", file=sys.stderr)
        print("       python3 verify.py consistency older newer <tiles> <verifier key> [<key of the newer>]", file=sys.stderr)
        return 2
    try:
        if two:
            consistent(load(arguments[1]), load(arguments[2]), reader(arguments[3]), *arguments[4:])
        else:
            verify(load(arguments[0]), load(arguments[1]), arguments[2])
    except (Invalid, OSError) as why:
        print(f"INVALID: {why}")
        return 1
    print("consistent" if two else "valid")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
