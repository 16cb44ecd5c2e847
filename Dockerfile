FROM node:22.14-bookworm-slim AS build
WORKDIR /cordillera
COPY package.json package-lock.json .npmrc .swcrc ./
RUN npm ci --ignore-scripts=false
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:22.14-bookworm-slim
WORKDIR /cordillera
ENV NODE_ENV=production CORDILLERA_DATA=/data CORDILLERA_HOST=0.0.0.0
COPY --from=build --chown=root:root /cordillera/node_modules node_modules
COPY --from=build --chown=root:root /cordillera/dist dist
COPY --from=build --chown=root:root /cordillera/packs packs
COPY --from=build --chown=root:root /cordillera/package.json package.json
RUN mkdir /data && chown node:node /data && \
  printf '#!/bin/sh\nexec node --enable-source-maps /cordillera/dist/apps/cli/src/main.js "$@"\n' >/usr/local/bin/cordillera && \
  chmod 755 /usr/local/bin/cordillera
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["node", "-e", "fetch('http://127.0.0.1:3000/health/live').then((r)=>process.exit(r.ok?0:1),()=>process.exit(1))"]
CMD ["node", "--enable-source-maps", "dist/apps/api/src/main.js"]
