# docker build -t message-sender .
# docker run --init -d --env-file .env -v message-sender:/data -p 3009:3009 message-sender
#
# `--init` puts a small init in front: the supervisor is then not PID 1, and nothing is left unreaped.
FROM node:26-bookworm-slim

ENV NODE_ENV=production
WORKDIR /app

# The Node that npm brings along is for machines with an old one; the image has its own.
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev \
  && rm -rf node_modules/node-linux-* node_modules/.bin/node \
  && npm cache clean --force

COPY LICENSE start.mjs abilities.mjs ./
COPY src ./src

# All that must outlive a container lies here; mount a named volume (some builders refuse a VOLUME line).
ENV DATA_ROOT=/data
RUN mkdir /data && chown node:node /data
USER node

EXPOSE 3009
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3009}/healthz`, { signal: AbortSignal.timeout(4000) }).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]

CMD ["node", "start.mjs"]
