"""A clerk with nothing but ``psql`` and the own password: no program of ours stands between the words and the server."""

import os
import shutil
import subprocess

import psycopg
from sqlalchemy import make_url

from desktop.practice import load_practice

HOLDERS = {
    "satpol_pp": "bagus",
    "panti": "yusuf",
    "dinsos": "sari",
    "dukcapil": "andi",
    "dinkes": "ratna",
    "bpjs": "hendra",
    "admin": "admin",
}


def login(url, username):
    """Where and as whom: what ``psql`` and the driver take alike."""
    address = make_url(url)
    return {
        "host": address.host,
        "port": address.port,
        "dbname": address.database,
        "user": f"{username}@{address.database}",
    }


def connect(url, username):
    """A connection of the clerk's own."""
    return psycopg.connect(**login(url, username), password=load_practice().password, autocommit=True)


def owner(url):
    """A connection of who owns the tables."""
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)


def psql(url, username, statement, password=""):
    """What ``psql`` answers: (exit status, lines of the result, words of the server)."""
    where = login(url, username)
    words = [shutil.which("psql"), "-X", "-q", "-A", "-t", "-w", "-v", "ON_ERROR_STOP=1", "-c", statement]
    words += ["-h", where["host"], "-p", str(where["port"]), "-U", where["user"], "-d", where["dbname"]]
    secret = {"PGPASSWORD": password or load_practice().password, "PATH": os.environ["PATH"]}
    done = subprocess.run(words, env=secret, capture_output=True, text=True, check=False, timeout=60)
    return done.returncode, done.stdout.split("\n")[:-1], done.stderr
