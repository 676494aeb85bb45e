"""One table in PostgreSQL behind Flask: one row read, or one row a commit. Run by gunicorn."""

import os
import threading

import psycopg2
from flask import Flask, jsonify, request

app = Flask(__name__)
local = threading.local()


def cursor():
    """A connection a thread, as a pool of the right size would give."""
    if not hasattr(local, "connection"):
        local.connection = psycopg2.connect(os.environ["DATABASE"])
        local.connection.autocommit = True
    return local.connection.cursor()


@app.get("/containers/<key>")
def get(key):
    with cursor() as sql:
        sql.execute("SELECT id, image, name, timestamp, memory_usage, cpu_usage"
                    " FROM report WHERE id = %s ORDER BY timestamp LIMIT 1", (key,))
        row = sql.fetchone()
    if row is None:
        return jsonify(error="unknown"), 404
    names = ("id", "image", "name", "timestamp", "memory_usage", "cpu_usage")
    return jsonify(dict(zip(names, row)))


@app.post("/reports")
def post():
    report = request.get_json()
    with cursor() as sql:
        sql.execute("INSERT INTO report VALUES (%(id)s, %(image)s, %(name)s, %(timestamp)s,"
                    " %(memory_usage)s, %(cpu_usage)s)", report)
    return jsonify(report), 201
