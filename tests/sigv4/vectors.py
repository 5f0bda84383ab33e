"""Signs requests with botocore, the reference: one JSON object a line, in and out.

    python3 -m venv /tmp/venv && /tmp/venv/bin/pip install botocore
    cargo test -p ferrosmith-tests --test tests print_requests -- --ignored --nocapture \
        | /tmp/venv/bin/python tests/sigv4/vectors.py > tests/sigv4/vectors.jsonl

Lines that are no objects are left out. botocore is given the headers that we sign, and adds `authorization` to the object.
"""
import datetime
import json
import sys

import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

KEYS = "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
botocore.auth.get_current_datetime = lambda: datetime.datetime(2015, 8, 30, 12, 36)

for line in sys.stdin:
    if not line.startswith("{"):
        continue
    case = json.loads(line)
    request = AWSRequest(case["method"], case["url"], case["headers"], case["body"].encode())
    signer = botocore.auth.S3SigV4Auth if case["service"] == "s3" else botocore.auth.SigV4Auth
    signer(Credentials(*KEYS, case["token"]), case["service"], case["region"]).add_auth(request)
    print(json.dumps(case | {"authorization": request.headers["Authorization"]}, ensure_ascii=False))
