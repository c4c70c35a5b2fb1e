# Run by `unshare --map-root-user --net --mount`: this namespace is the machine, a second one the container.
# Arguments: the configuration of Alertmanager, the receiver, the alert's name. Prints what the receiver got.
set -eu
config=$1 receiver=$2 alert=$3
ip link set lo up
unshare --net --mount sleep 120 &
container=$!
while [ "$(readlink /proc/$container/ns/net)" = "$(readlink /proc/self/ns/net)" ]; do sleep 0.05; done
inside() { nsenter --target "$container" --net --mount "$@"; }
ip link add bridge type veth peer name eth0
ip link set eth0 netns "$container"
ip addr add 172.31.0.1/24 dev bridge
ip link set bridge up
inside ip link set lo up
inside ip addr add 172.31.0.2/24 dev eth0
inside ip link set eth0 up
# what extra_hosts does
hosts=$(mktemp)
echo '172.31.0.1 host.docker.internal' >"$hosts"
inside mount --bind "$hosts" /etc/hosts
data=$(mktemp -d)
inside prometheus-alertmanager --config.file="$config" --storage.path="$data" --cluster.listen-address= \
  --web.listen-address=127.0.0.1:9093 >"$data/log" 2>&1 &
alertmanager=$!
trap 'kill $alertmanager $container 2>/dev/null || true; rm -rf "$data" "$hosts"' EXIT
tries=0
until inside amtool --alertmanager.url=http://127.0.0.1:9093 alert add "$alert" severity=page 2>/dev/null; do
  tries=$((tries + 1))
  [ "$tries" -lt 200 ] || { cat "$data/log" >&2; exit 1; }
  sleep 0.2
done
timeout 60 node "$receiver" 172.31.0.1 4701
