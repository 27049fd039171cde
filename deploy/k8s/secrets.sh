#!/bin/sh
# Prints the Secrets that the manifests refer to, freshly drawn. Once for each cluster:
#   sh deploy/k8s/secrets.sh smtp://mail.vakhta-data.svc:1025 | kubectl create --filename -
# `create` refuses to overwrite, and that is meant: the ids of tickets derive from vakhta/secret.
set -eu
smtp=${1:?the mail server is missing, for example: smtp://mail.vakhta-data.svc:1025}
services=$(dirname "$0")/base/services
postgres=vakhta-rw.vakhta-data.svc:5432/vakhta

drawn() { od -An -v -N24 -tx1 /dev/urandom | tr -d ' \n'; }

# secret NAMESPACE NAME TYPE, then one KEY VALUE after the other
secret() {
    printf -- '---\napiVersion: v1\nkind: Secret\nmetadata: {namespace: %s, name: %s}\ntype: %s\nstringData:\n' "$1" "$2" "$3"
    shift 3
    while [ $# -gt 0 ]; do
        printf '  %s: "%s"\n' "$1" "$2"
        shift 2
    done
}

owner=$(drawn)
roles=$(drawn)
secret vakhta-data vakhta-owner kubernetes.io/basic-auth username vakhta password "$owner"
secret vakhta prepare Opaque database-url "postgresql://vakhta:$owner@$postgres" roles-password "$roles"
secret vakhta vakhta Opaque secret "$(drawn)" operator-key "$(drawn)"
secret vakhta notification-mail Opaque url "$smtp"
for file in "$services"/*.yaml; do
    name=$(basename "$file" .yaml)
    role=$(printf %s "$name" | tr - _)
    secret vakhta "$name-database" Opaque \
        runtime "postgresql://${role}_runtime:$roles@$postgres" api "postgresql://${role}_api:$roles@$postgres"
done
