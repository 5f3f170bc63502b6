# Verifies a webhook without any library. Python 3.8 or newer.
import base64
import hashlib
import hmac
import time


def verify(secret, headers, body):
    webhook_id, timestamp = headers.get("webhook-id"), headers.get("webhook-timestamp", "")
    if not webhook_id or not timestamp.isdigit() or abs(time.time() - int(timestamp)) > 300:
        return False
    key = base64.b64decode(secret[len("whsec_"):])
    if not secret.startswith("whsec_") or len(key) < 24:
        return False
    expected = hmac.new(key, f"{webhook_id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    line = "v1," + base64.b64encode(expected).decode()
    given = headers.get("webhook-signature", "").split(" ")
    return any(hmac.compare_digest(line.encode(), one.encode()) for one in given)
