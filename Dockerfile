# Two images from one build, so that pages and static files are always of the same version:
#   center  web, stream, worker, beat and the management commands   docker build --target center .
#   proxy   nginx with its configuration and the static files       docker build --target proxy .
# Nothing secret goes in: secrets are read at the start, from files (docs/operations.md).
# PIP_INDEX_URL and NPM_CONFIG_REGISTRY may name mirrors: docker build --build-arg PIP_INDEX_URL=…

FROM node:24-trixie-slim AS pages
ARG NPM_CONFIG_REGISTRY
WORKDIR /pages
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund --omit-lockfile-registry-resolved

FROM python:3.13-slim-trixie AS packages
ARG PIP_INDEX_URL
ENV PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /wheels
COPY requirements.lock ./
# Wheels only: nothing of a package runs while it is being installed.
RUN pip wheel --no-cache-dir --only-binary=:all: --require-hashes --wheel-dir . --requirement requirements.lock \
    && python -m venv /opt/center \
    && /opt/center/bin/pip install --no-cache-dir --no-index --no-deps ./*.whl

FROM packages AS assets
WORKDIR /tools
COPY deploy/requirements-build.lock ./
RUN python -m venv /opt/tools \
    && /opt/tools/bin/pip install --no-cache-dir --only-binary=:all: --require-hashes --requirement requirements-build.lock
WORKDIR /srv/center
COPY . .
COPY --from=pages /pages/node_modules node_modules
ENV PATH=/opt/center/bin:$PATH PYTHONDONTWRITEBYTECODE=1 CENTER_STATIC_ROOT=/srv/static
RUN PYBABEL=/opt/tools/bin/pybabel deploy/compile_messages.sh \
    && deploy/collect_static.sh \
    && rm -r node_modules

FROM nginx:1.30-alpine AS proxy
COPY deploy/nginx/nginx.conf /etc/nginx/nginx.conf
COPY --from=assets /srv/static /srv/static
# Large uploads wait on disk until they are whole; a volume takes over this folder and its owner.
RUN install -d -o nginx -g nginx -m 0700 /var/spool/proxy
# The account nginx of that image; a number, because a host that asks for "not root" cannot look names up.
USER 101
EXPOSE 8080 8443
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8080/proxy-health"]

FROM python:3.13-slim-trixie AS center
RUN groupadd --system --gid 10001 center \
    && useradd --system --uid 10001 --gid center --no-create-home --home-dir /tmp --shell /usr/sbin/nologin center \
    && install -d -o center -g center -m 0700 /srv/files
COPY --from=packages /opt/center /opt/center
COPY --from=assets /srv/center /srv/center
COPY --from=assets /srv/static /srv/static
WORKDIR /srv/center
ENV PATH=/opt/center/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=command_center.settings \
    CENTER_MODE=production \
    CENTER_STATIC_ROOT=/srv/static \
    CENTER_FILES_ROOT=/srv/files \
    CENTER_WEB_BIND=0.0.0.0:8000
USER 10001
EXPOSE 8000 8001
HEALTHCHECK --interval=15s --timeout=6s --start-period=30s CMD ["python", "deploy/probe.py", "8000", "/health/ready"]
CMD ["gunicorn", "--config", "deploy/gunicorn.conf.py", "command_center.wsgi"]
