# One container with everything: web server, worker and clock, PDF with Chinese type.
#   docker build -t cs-tracker . && docker run -p 8000:8000 -v cs-data:/data -e ALLOWED_HOSTS=cs.example.com,localhost cs-tracker
FROM python:3.11-slim-bookworm

RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-noto-cjk \
 && rm -rf /var/lib/apt/lists/*

WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY . .

# Nothing of it needs to be root.
RUN useradd --create-home cs && mkdir /data && chown cs /data
USER cs
ENV DATA_DIR=/data PYTHONUNBUFFERED=1
VOLUME /data
EXPOSE 8000
HEALTHCHECK --start-period=60s CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://localhost:8000/healthz', timeout=5)"]
CMD ["python", "manage.py", "up", "--bind", "0.0.0.0"]
