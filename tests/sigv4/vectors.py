"""Signs requests with botocore, the reference: one JSON object a line, in and out.

    python3 -m venv /tmp/venv && /tmp/venv/bin/pip install botocore
    cargo test -p ferrosmith-tests --test tests print_requests -- --ignored --nocapture \
        | /tmp/venv/bin/python tests/sigv4/vectors.py > tests/sigv4/vectors.jsonl
    cargo test -p ferrosmith-tests --test tests print_presigned -- --ignored --nocapture \
        | /tmp/venv/bin/python tests/sigv4/vectors.py > tests/sigv4/presigned.jsonl

Lines that are no objects are left out. botocore is given the headers that we sign, and adds `authorization` to the object,
or, where it has `expires_in`, `presigned`: the URL with the signature in its query.
"""
import datetime
import hashlib
import json
import sys
from urllib.parse import parse_qs, urlsplit

import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

KEYS = "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
botocore.auth.get_current_datetime = lambda: datetime.datetime(2015, 8, 30, 12, 36)


class QueryAuth(botocore.auth.SigV4QueryAuth):
    """botocore moves the members of a body into the query, which no JSON protocol reads: here it stays, and is signed."""

    def __init__(self, case, *arguments):
        super().__init__(*arguments, expires=case["expires_in"])
        self._body = case["body"].encode()

    def payload(self, request):
        return hashlib.sha256(self._body).hexdigest()


for line in sys.stdin:
    if not line.startswith("{"):
        continue
    case = json.loads(line)
    signed_for = Credentials(*KEYS, case["token"]), case["service"], case["region"]
    if "expires_in" in case:
        # It takes the query as parameters, because of one in the URL it keeps the first value of each name only.
        url = urlsplit(case["url"])
        parameters = parse_qs(url.query, keep_blank_values=True)
        request = AWSRequest(case["method"], url._replace(query="").geturl(), case["headers"], params=parameters)
        QueryAuth(case, *signed_for).add_auth(request)
        result = {"presigned": request.url}
    else:
        request = AWSRequest(case["method"], case["url"], case["headers"], case["body"].encode())
        signer = botocore.auth.S3SigV4Auth if case["service"] == "s3" else botocore.auth.SigV4Auth
        signer(*signed_for).add_auth(request)
        result = {"authorization": request.headers["Authorization"]}
    print(json.dumps(case | result, ensure_ascii=False))
