"""The first lab's server: bottle and TinyDB in a JSON file.  usage: first_lab.py PORT FILE"""

import json
import sys

from bottle import get, post, request, response, run
from tinydb import TinyDB

database = TinyDB(sys.argv[2])


@post("/service")
def add():
    database.insert(request.json)
    return request.json


@get("/service")
def everything():
    response.content_type = "application/json"
    return json.dumps(database.all())


run(host="127.0.0.1", port=int(sys.argv[1]), quiet=True)
