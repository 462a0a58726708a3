/*
 * Load from its own process: each client keeps one connection open and sends its next request when it has its answer.
 * In C, as it shares the processors with the server: whatever it takes is missing there.
 *
 * load PORT CLIENTS MILLISECONDS FILE TYPE      prints {"requests", "failures", "milliseconds", "p50", "p99"}
 *
 * Answers must carry Content-Length. Linux only.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define HEAD_BYTES 65536
#define READ_BYTES 262144
#define LENGTH_FIELD "\r\ncontent-length:"

struct client {
  int socket;
  double begun;
  /* Of the request. */
  size_t sent;
  int is_waiting_to_send;
  /* Of the answer. */
  char head[HEAD_BYTES];
  size_t head_bytes;
  int has_head;
  int status;
  long missing;
};

static char *request;
static size_t request_bytes;
static float *latencies;
static size_t count, room;
static long failures, open_clients;
static int events;

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void watch(struct client *client, int operation, unsigned int wanted) {
  struct epoll_event event = {.events = wanted, .data.ptr = client};
  if (epoll_ctl(events, operation, client->socket, &event) != 0) fail("epoll_ctl");
}

static void give_up(struct client *client) {
  failures++;
  open_clients--;
  close(client->socket);
}

/* Sends what the connection takes now, and the rest when it takes more. */
static void send_on(struct client *client) {
  while (client->sent < request_bytes) {
    ssize_t bytes = send(client->socket, request + client->sent, request_bytes - client->sent, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (bytes < 0 && errno != EAGAIN) {
      give_up(client);
      return;
    }
    if (bytes < 0) {
      if (!client->is_waiting_to_send) watch(client, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
      client->is_waiting_to_send = 1;
      return;
    }
    client->sent += bytes;
  }
  if (client->is_waiting_to_send) watch(client, EPOLL_CTL_MOD, EPOLLIN);
  client->is_waiting_to_send = 0;
}

static void begin(struct client *client) {
  client->sent = client->head_bytes = 0;
  client->has_head = 0;
  client->begun = now();
  send_on(client);
}

/* False at what is no answer. */
static int take_head(struct client *client, const char *bytes, size_t length) {
  memcpy(client->head + client->head_bytes, bytes, length);
  client->head_bytes += length;
  client->head[client->head_bytes] = '\0';
  char *end = strstr(client->head, "\r\n\r\n");
  if (end == NULL) return client->head_bytes < HEAD_BYTES - 1;
  char *field = strcasestr(client->head, LENGTH_FIELD);
  if (field == NULL || field > end) return 0;
  client->has_head = 1;
  client->status = atoi(client->head + strlen("HTTP/1.1 "));
  client->missing = atol(field + strlen(LENGTH_FIELD)) - (client->head + client->head_bytes - (end + 4));
  return 1;
}

static void note(float latency) {
  if (count == room) {
    room = room == 0 ? 65536 : room * 2;
    latencies = realloc(latencies, room * sizeof *latencies);
    if (latencies == NULL) fail("realloc");
  }
  latencies[count++] = latency;
}

static void receive(struct client *client, double end) {
  static char buffer[READ_BYTES];
  size_t most = client->has_head ? READ_BYTES : HEAD_BYTES - 1 - client->head_bytes;
  ssize_t bytes = recv(client->socket, buffer, most, MSG_DONTWAIT);
  if (bytes < 0 && errno == EAGAIN) return;
  if (bytes > 0 && client->has_head) {
    client->missing -= bytes;
  } else if (bytes <= 0 || !take_head(client, buffer, bytes)) {
    give_up(client);
    return;
  }
  if (!client->has_head || client->missing > 0) return;

  double time = now();
  note(time - client->begun);
  if (client->status != 200 || client->missing < 0) {
    give_up(client);
  } else if (time < end) {
    begin(client);
  } else {
    open_clients--;
    close(client->socket);
  }
}

static void read_request(const char *file, const char *type) {
  FILE *body = fopen(file, "rb");
  struct stat status;
  if (body == NULL || fstat(fileno(body), &status) != 0) fail(file);
  char head[1024];
  int head_bytes = snprintf(head, sizeof head,
                            "POST /invocations HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %ld\r\n\r\n",
                            type, (long)status.st_size);
  request_bytes = head_bytes + status.st_size;
  request = malloc(request_bytes);
  if (request == NULL) fail("malloc");
  memcpy(request, head, head_bytes);
  if (fread(request + head_bytes, 1, status.st_size, body) != (size_t)status.st_size) fail(file);
  fclose(body);
}

static struct client *connected(int port) {
  struct client *client = calloc(1, sizeof *client);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int on = 1;
  if (client == NULL || (client->socket = socket(AF_INET, SOCK_STREAM, 0)) < 0) fail("socket");
  if (connect(client->socket, (struct sockaddr *)&address, sizeof address) != 0) fail("connect");
  setsockopt(client->socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return client;
}

static int by_size(const void *a, const void *b) {
  float first = *(const float *)a, second = *(const float *)b;
  return (first > second) - (first < second);
}

int main(int argc, char **argv) {
  if (argc != 6) {
    fprintf(stderr, "load PORT CLIENTS MILLISECONDS FILE TYPE\n");
    return 2;
  }
  read_request(argv[4], argv[5]);
  events = epoll_create1(0);
  open_clients = atol(argv[2]);
  struct client **clients = calloc(open_clients, sizeof *clients);
  for (long number = 0; number < atol(argv[2]); number++) {
    clients[number] = connected(atoi(argv[1]));
  }
  double start = now(), end = start + atof(argv[3]);
  for (long number = 0; number < atol(argv[2]); number++) {
    watch(clients[number], EPOLL_CTL_ADD, EPOLLIN);
    begin(clients[number]);
  }
  while (open_clients > 0) {
    struct epoll_event ready[64];
    int found = epoll_wait(events, ready, 64, -1);
    for (int at = 0; at < found; at++) {
      if (ready[at].events & EPOLLOUT) {
        send_on(ready[at].data.ptr);
      } else {
        receive(ready[at].data.ptr, end);
      }
    }
  }
  double milliseconds = now() - start;
  qsort(latencies, count, sizeof *latencies, by_size);
  printf("{\"requests\":%zu,\"failures\":%ld,\"milliseconds\":%.3f,\"p50\":%.4f,\"p99\":%.4f}\n", count, failures, milliseconds,
         count == 0 ? 0 : latencies[count / 2], count == 0 ? 0 : latencies[count * 99 / 100]);
  return 0;
}
