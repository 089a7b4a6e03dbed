# Prints template-cipher's fernet-python-vectors.golden.json: tokens made by Python's cryptography.
# Needs: Python 3 with cryptography
#
# For openFernet to open. Keys here are for tests alone.
import base64
import hashlib
import json

import cryptography
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC


def digest(text):
    return hashlib.sha256(text.encode()).digest()


def vector(name, key, plaintext, **more):
    token = Fernet(base64.urlsafe_b64encode(key)).encrypt_at_time(plaintext, 1767225600)
    return {
        "name": name,
        "key": base64.urlsafe_b64encode(key).decode(),
        "plaintextBase64": base64.b64encode(plaintext).decode(),
        "createdAtMs": 1767225600000,
        "token": token.decode(),
        **more,
    }


def derived(name, password, salt, iterations, plaintext):
    kdf = PBKDF2HMAC(algorithm=hashes.SHA256(), length=32, salt=salt, iterations=iterations)
    return vector(
        name,
        kdf.derive(password),
        plaintext,
        passwordBase64=base64.b64encode(password).decode(),
        saltBase64=base64.b64encode(salt).decode(),
        iterations=iterations,
    )


embedding = json.dumps({"user_id": "alice", "embedding": [0.125, -0.5, 0.25]}).encode()
print(
    json.dumps(
        {
            "madeBy": "Python cryptography " + cryptography.__version__,
            "vectors": [
                vector("empty", digest("key 1"), b""),
                vector("one block less a byte", digest("key 2"), b"x" * 15),
                vector("one block", digest("key 3"), b"x" * 16),
                vector("json", digest("key 4"), embedding),
                vector("every byte value", digest("key 5"), bytes(range(256)) * 4),
                derived("password", b"correct horse battery", digest("salt")[:16], 1000, embedding),
            ],
        },
        indent=2,
    )
)
