# One image for every service; the command says which:
#   docker run … vakhta prepare
#   docker run … vakhta serve intake --host 0.0.0.0 --port 8000
#
# Pinned by tag only: no image registry could be reached where this was written, so no digest could be read.
# Whoever releases adds it: python:3.11.15-slim@sha256:…
FROM python:3.11.15-slim

# No byte code at run time: the root file system is read-only. Log lines leave at once.
ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1

WORKDIR /app

COPY requirements/production.txt requirements/production.txt
RUN pip install --no-cache-dir --root-user-action=ignore --only-binary=:all: --require-hashes \
    -r requirements/production.txt

COPY regulations regulations
COPY libs libs
COPY services services
RUN python -m compileall -q libs services

# By number, so that Kubernetes can see that it is not root.
USER 10001:10001

EXPOSE 8000
ENTRYPOINT ["python", "-m", "libs.runtime"]
