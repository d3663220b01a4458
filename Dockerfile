# docker build -t message-sender .
# docker run -d --env-file .env -v message-sender:/data -p 3009:3009 message-sender
#
# With films and songs that phones can't play as they are: docker build --build-arg FFMPEG=yes -t message-sender .
FROM node:26-bookworm-slim

# A small init in front: the supervisor is then not PID 1, and nothing is left unreaped.
ARG FFMPEG=no
RUN apt-get update \
  && apt-get install -y --no-install-recommends tini $(if [ "$FFMPEG" = yes ]; then echo ffmpeg; fi) \
  && rm -rf /var/lib/apt/lists/*

ENV NODE_ENV=production
WORKDIR /app

# The Node that npm brings along is for machines with an old one; the image has its own. Of the charts' library and fonts
# only what draws them stays.
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev \
  && rm -rf node_modules/node-linux-* node_modules/.bin/node \
  && find node_modules/echarts -type f ! -name package.json ! -name echarts.common.min.js -delete \
  && find node_modules/dejavu-fonts-ttf -name '*.ttf' ! -name DejaVuSans.ttf ! -name DejaVuSans-Bold.ttf -delete \
  && npm cache clean --force

COPY LICENSE *.mjs ./
COPY src ./src
COPY public ./public

# All that must outlive a container lies here: one volume for /data, or one for each of the four folders.
ENV DATA_ROOT=/data
RUN mkdir -p /data/data /data/bot_sessions /data/uploads /data/logs && chown -R node:node /data
USER node

EXPOSE 3009
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3009}/healthz`, { signal: AbortSignal.timeout(4000) }).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]

ENTRYPOINT ["/usr/bin/tini", "--"]
CMD ["node", "start.mjs"]
