# Build: docker build -t frontline .      Run: docker run -p 8000:8000 -v frontline:/data frontline
FROM python:3.12-slim AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY app app
COPY geodata geodata
COPY maps maps
RUN python -m venv /opt/frontline && /opt/frontline/bin/pip install --no-cache-dir ".[archive,postgis]"

FROM python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /data --create-home frontline
COPY --from=build /opt/frontline /opt/frontline
ENV PATH=/opt/frontline/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    FRONTLINE_DATA_DIR=/data \
    FRONTLINE_HOST=0.0.0.0
USER frontline
WORKDIR /data
# The embedded gazetteer is indexed now, so that nothing has to be built, and nothing fetched, when the container starts.
RUN frontline demo --no-serve --store /tmp/warm.db && rm /tmp/warm.db*
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["frontline", "serve"]
