/* Watchers and guests of trips on bare sockets: cheap, so that the server is what is measured, and
 * strict: each watcher must get every frame once, all in the same order, ours without a gap in seq.
 *
 *     crowd PORT TRIPS DOOR FLAGS FIRST
 *
 * TRIPS: a file with an invitation a line. DOOR: where to watch, %s for the invitation; /ws/… is a
 * WebSocket, all else server-sent events. FLAGS: q for a socket that says nothing at first, m for
 * guests with a mobile, k for an Idempotency-Key with each join. FIRST: number of the first guest.
 * It obeys commands from stdin, and answers each with a line of JSON:
 *
 *     connect WATCHERS AT_ONCE           each has got the first thing that the door says
 *     join GUESTS A_SECOND CONNECTIONS   all are answered, and every watcher knows of them; 0 a
 *                                        second: as soon as a connection is free
 *     await GUESTS                       every watcher knows of so many more, of another crowd
 *     beats EACH                         each has got so many heartbeats since the last time
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

enum { MOST_TRIPS = 100000, MOST_WATCHERS = 20000, MOST_GUESTS = 10000, MOST_HEAD = 4096, MOST_UNREAD = 1 << 20 };
#define PATIENCE_S 60.0 /* without any progress */

typedef struct {
    enum { WATCHER, GUEST, COMMANDS } kind;
    int fd, is_open, is_ready, is_busy;
    char *unread; /* what came of a message or a head that is not whole yet */
    size_t unread_size;
    long head, frames;              /* of a watcher */
    long beats;                     /* since they were asked for */
    double beat_at, longest_pause;  /* between heartbeats */
    long left;                      /* of a guest: bytes of the answer to come; -1: it is in chunks */
    double tapped_at;
} Connection;

static int port, epoll, is_socket, is_obeying, has_command;
static const char *door, *flags;
static char *trips[MOST_TRIPS];
static long trips_count, first_guest;
static Connection *watchers, *guests;
static long watchers_count, ready;
static char text[MOST_UNREAD + 4096]; /* what is being read */

static long order[MOST_GUESTS], order_count; /* of guests, as the first watcher to know told it */
static double tapped[MOST_GUESTS];
static long told; /* guests that have been sent, by all commands */
static float *delays_ms, *answers_ms;
static long delays_count, delays_room, answers_count, total_frames, failures;
static char failure[400];
static double progress_at, last_answer_at;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static double cpu(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static void fail(const char *format, ...) {
    va_list values;
    va_start(values, format);
    if (!failures++) vsnprintf(failure, sizeof failure, format, values);
    va_end(values);
    for (char *c = failure; *c; c++)
        if (*c == '"' || *c == '\\' || (unsigned char)*c < ' ') *c = '\'';
}

static int by_size(const void *a, const void *b) {
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

static void percentiles(const char *name, float *values, long count) {
    qsort(values, count, sizeof *values, by_size);
    if (count)
        printf("\"%s\":[%.3f,%.3f,%.3f],", name, values[count / 2], values[count * 99 / 100], values[count - 1]);
}

static void open_connection(Connection *c) {
    struct sockaddr_in at = {AF_INET, htons(port), {htonl(INADDR_LOOPBACK)}, {0}};
    int yes = 1;
    c->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (c->fd < 0 || connect(c->fd, (struct sockaddr *)&at, sizeof at)) {
        perror("connect");
        exit(1);
    }
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    struct epoll_event event = {EPOLLIN, {c}};
    epoll_ctl(epoll, EPOLL_CTL_ADD, c->fd, &event);
}

static void close_connection(Connection *c) {
    if (c->fd >= 0) close(c->fd);
    c->fd = -1;
}

/* Sends what always fits into an empty send buffer. */
static void send_all(Connection *c, const void *bytes, size_t size) {
    if (send(c->fd, bytes, size, MSG_NOSIGNAL) != (ssize_t)size) fail("send: %s", strerror(errno));
}

/* Limits are by address: everybody has another, which a proxy of this machine hands on. */
static int address(char *line, long number) {
    number %= 16384;
    return sprintf(line, "X-Forwarded-For: 10.2.%ld.%ld\r\n", number >> 7, number & 127);
}

static void become_ready(Connection *c) {
    ready += !c->is_ready;
    c->is_ready = 1;
}

static void on_heartbeat(Connection *c, long seq) {
    double at = now();
    if (c->is_ready && seq != c->head) fail("heartbeat %ld at %ld", seq, c->head);
    if (c->beat_at && at - c->beat_at > c->longest_pause) c->longest_pause = at - c->beat_at;
    c->beats++;
    c->beat_at = at;
    c->head = seq;
    become_ready(c);
}

static void on_frame(Connection *c, const char *frame, size_t size) {
    static const char NAME[] = "\"name\":\"Guest ", SEQ[] = "{\"seq\":";
    int is_ours = size > sizeof SEQ && !memcmp(frame, SEQ, sizeof SEQ - 1);
    long seq = is_ours ? atol(frame + sizeof SEQ - 1) : 0;
    if (is_ours && memmem(frame, size, "\"HEARTBEAT\"", 11)) return on_heartbeat(c, seq);
    const char *name = memmem(frame, size, NAME, sizeof NAME - 1);
    if (!name || !memmem(frame, size, "MEMBER_JOINED", 13)) return fail("frame %.*s", (int)size, frame);
    if (is_ours && seq != ++c->head) return fail("frame %ld instead of %ld", seq, c->head);
    long guest = atol(name + sizeof NAME - 1);
    if (c->frames == order_count && order_count < MOST_GUESTS) order[order_count++] = guest;
    if (c->frames >= order_count || order[c->frames++] != guest) return fail("guest %ld is out of order", guest);
    total_frames++;
    guest -= first_guest;
    if (0 <= guest && guest < told && delays_count < delays_room)
        delays_ms[delays_count++] = (now() - tapped[guest]) * 1e3;
}

/* Takes the whole WebSocket messages (RFC 6455); gives how much it took. */
static size_t read_messages(Connection *c, const char *data, size_t size) {
    size_t at = 0;
    while (size - at >= 2) {
        const unsigned char *p = (const unsigned char *)data + at;
        size_t length = p[1], head = length == 126 ? 4 : length == 127 ? 10 : 2;
        if (size - at < head) break;
        if (head > 2)
            for (length = 0, p += 2; p < (const unsigned char *)data + at + head; p++) length = length << 8 | *p;
        if (size - at < head + length) break;
        const char *payload = data + at + head;
        unsigned char opcode = data[at];
        if (opcode == 0x81) on_frame(c, payload, length);
        else if (opcode == 0x89) {
            char pong[6 + 125] = {(char)0x8a, (char)(0x80 | length)}; /* the mask is zero */
            memcpy(pong + 6, payload, length);
            send_all(c, pong, 6 + length);
        } else fail("opcode %d: %.*s", opcode, (int)length, payload);
        at += head + length;
    }
    return at;
}

/* Takes the whole lines of an event stream, among them the sizes of its chunks, which hold whole
 * events; gives how much it took. */
static size_t read_lines(Connection *c, const char *data, size_t size) {
    static const char BEAT[] = ": heartbeat ", DATA[] = "data: ";
    const char *line = data, *end;
    for (; (end = memchr(line, '\n', data + size - line)); line = end + 1) {
        size_t length = end - line;
        if (length > sizeof DATA && !memcmp(line, DATA, sizeof DATA - 1))
            on_frame(c, line + sizeof DATA - 1, length - sizeof DATA + 1);
        else if (length > sizeof BEAT && !memcmp(line, BEAT, sizeof BEAT - 1))
            on_heartbeat(c, atol((const char *)memchr(line, '.', length) + 1));
        else if (length && *line == ':') become_ready(c);
        else if (length && line[length - 1] != '\r' && memcmp(line, "id: ", 4))
            fail("line %.*s", (int)length, line);
    }
    return line - data;
}

/* Reads what came, behind what was left of the last time. */
static size_t receive(Connection *c) {
    if (c->unread_size) memcpy(text, c->unread, c->unread_size);
    ssize_t size = recv(c->fd, text + c->unread_size, MOST_UNREAD - c->unread_size, MSG_DONTWAIT);
    if (size <= 0 && (!size || errno != EAGAIN)) {
        if (c->kind != GUEST || c->is_busy) /* else it was idle for too long */
            fail("closed: %s %.*s", size ? strerror(errno) : "", (int)c->unread_size, text);
        close_connection(c);
        return 0;
    }
    return size > 0 ? c->unread_size + size : 0;
}

static void keep(Connection *c, const char *rest, size_t size) {
    if (size) memcpy(c->unread = realloc(c->unread, size), rest, size);
    c->unread_size = size;
}

static void on_watcher(Connection *c) {
    size_t size = receive(c), taken = 0;
    if (!size) return;
    progress_at = now();
    if (!c->is_open) {
        char *end = memmem(text, size, "\r\n\r\n", 4);
        if (!end) return keep(c, text, size);
        int status = atoi(text + 9);
        if (status != (is_socket ? 101 : 200)) return fail("%.*s", (int)size, text);
        c->is_open = 1;
        taken = end + 4 - text;
        if (strchr(flags, 'q')) become_ready(c);
    }
    taken += (is_socket ? read_messages : read_lines)(c, text + taken, size - taken);
    keep(c, text + taken, size - taken);
}

static void watch(Connection *c, long number) {
    char path[600], request[1200], *at = request;
    *c = (Connection){.kind = WATCHER};
    open_connection(c);
    snprintf(path, sizeof path, door, trips[number % trips_count]);
    at += sprintf(at, "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n", path);
    at += address(at, number);
    if (is_socket)
        at += sprintf(at, "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
    at += sprintf(at, "\r\n");
    c->frames = order_count;
    send_all(c, request, at - request);
}

static void tap(Connection *c, double at) {
    if (c->fd < 0) open_connection(c);
    char body[300], request[1200], *end = request;
    long number = first_guest + told;
    const char *trip = trips[number % trips_count];
    int size = sprintf(body, "{\"invitation_token\":\"%s\",\"guest_name\":\"Guest %ld\"", trip, number);
    if (strchr(flags, 'm')) size += sprintf(body + size, ",\"guest_mobile\":\"+9198%08ld\"", number);
    size += sprintf(body + size, "}");
    end += sprintf(end, "POST /api/social-cart/join HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n");
    end += address(end, number);
    if (strchr(flags, 'k')) end += sprintf(end, "Idempotency-Key: the-tap-of-guest-%012ld\r\n", number);
    end += sprintf(end, "Content-Length: %d\r\n\r\n%s", size, body);
    tapped[told++] = c->tapped_at = at;
    c->is_busy = 1;
    c->is_open = 0;
    send_all(c, request, end - request);
}

static void on_answer(Connection *c) {
    size_t size = receive(c);
    if (!size) return;
    progress_at = now();
    char *body = text;
    if (!c->is_open) {
        char *end = memmem(text, size, "\r\n\r\n", 4);
        if (!end) return keep(c, text, size);
        c->is_open = 1;
        body = end + 4;
        if (atoi(text + 9) / 100 != 2) return fail("to guest %ld: %.*s", told, (int)size, text);
        *end = 0;
        char *length = strcasestr(text, "\ncontent-length: ");
        c->left = length ? atol(length + 17) : -1;
    }
    size -= body - text;
    if (c->left >= 0) c->left -= size;
    int is_whole = c->left < 0 ? size >= 5 && !memcmp(body + size - 5, "0\r\n\r\n", 5) : !c->left;
    keep(c, "", 0);
    if (!is_whole) return;
    c->is_busy = 0;
    last_answer_at = now();
    answers_ms[answers_count++] = (last_answer_at - c->tapped_at) * 1e3;
}

/* Waits for what comes, at most so long. */
static void turn(double wait_s) {
    struct epoll_event events[512];
    wait_s = wait_s < 0 ? 0 : wait_s > 0.1 ? 0.1 : wait_s;
    struct timespec wait = {0, (long)(wait_s * 1e9)};
    int count = epoll_pwait2(epoll, events, 512, &wait, NULL);
    for (int i = 0; i < count; i++) {
        Connection *c = events[i].data.ptr;
        if (c->kind == WATCHER) on_watcher(c);
        else if (c->kind == GUEST) on_answer(c);
        else if (is_obeying) exit(1); /* who gave the command is gone */
        else has_command = 1;
    }
}

static int waits(void) { return !failures && now() - progress_at < PATIENCE_S; }

static void connect_watchers(long more, long at_once) {
    long all = watchers_count + more;
    for (; ready < all && waits(); turn(0.1))
        while (watchers_count < all && watchers_count - ready < at_once) {
            watch(&watchers[watchers_count], watchers_count);
            watchers_count++;
        }
}

static void await_frames(long all) {
    while (total_frames < all && waits()) turn(0.1);
}

static void join(long count, double a_second, long connections) {
    long sent = 0, frames = total_frames + count * watchers_count;
    if (told + count > MOST_GUESTS) return fail("more than %d guests", MOST_GUESTS);
    delays_ms = realloc(delays_ms, (delays_room = count * watchers_count) * sizeof *delays_ms + 1);
    answers_ms = realloc(answers_ms, count * sizeof *answers_ms);
    guests = realloc(guests, connections * sizeof *guests);
    for (long i = 0; i < connections; i++) {
        guests[i] = (Connection){.kind = GUEST};
        open_connection(&guests[i]);
    }
    double start = now();
    while (answers_count < count && waits()) {
        double due = a_second ? start + sent / a_second : now();
        for (long i = 0; i < connections && sent < count && due <= now(); i++)
            if (!guests[i].is_busy) {
                tap(&guests[i], due);
                due = a_second ? start + ++sent / a_second : (sent++, now());
            }
        double wait = a_second && sent < count ? due - now() : 0.1;
        turn(wait > 0 ? wait : 0.1); /* overdue: until a connection is free */
    }
    await_frames(frames);
    for (long i = 0; i < connections; i++) close_connection(&guests[i]);
    printf("\"answers\":%ld,\"seconds\":%.4f,", answers_count, last_answer_at - start);
    percentiles("answer_ms", answers_ms, answers_count);
}

static void await_beats(long each) {
    double pause = 0;
    for (long i = 0; i < watchers_count; i++) {
        Connection *c = &watchers[i];
        while (c->beats < each && waits()) turn(0.1);
        if (c->longest_pause > pause) pause = c->longest_pause;
        c->beats = c->longest_pause = 0;
    }
    printf("\"longest_pause_s\":%.3f,", pause);
}

static void obey(const char *line) {
    long a = 0, b = 0, before = total_frames;
    double rate = 0, used = cpu(), begun = progress_at = now();
    failures = answers_count = delays_count = 0;
    failure[0] = 0;
    printf("{");
    if (sscanf(line, "connect %ld %ld", &a, &b) == 2) connect_watchers(a, b);
    else if (sscanf(line, "join %ld %lf %ld", &a, &rate, &b) == 3) join(a, rate, b);
    else if (sscanf(line, "await %ld", &a) == 1) await_frames(total_frames + a * watchers_count);
    else if (sscanf(line, "beats %ld", &a) == 1) await_beats(a);
    if (!waits() && !failures) fail("no progress in %.0f s", PATIENCE_S);
    printf("\"cpu_s\":%.4f,\"took_s\":%.4f,", cpu() - used, now() - begun);
    percentiles("delay_ms", delays_ms, delays_count);
    printf("\"frames\":%ld,\"failures\":%ld,\"failure\":\"%s\"}\n", total_frames - before, failures, failure);
    fflush(stdout);
}

int main(int count, char **words) {
    char line[200];
    if (count != 6) return fprintf(stderr, "crowd PORT TRIPS DOOR FLAGS FIRST\n"), 2;
    port = atoi(words[1]), door = words[3], flags = words[4], first_guest = atol(words[5]);
    is_socket = !strncmp(door, "/ws/", 4);
    FILE *file = fopen(words[2], "r");
    while (file && trips_count < MOST_TRIPS && fgets(line, sizeof line, file))
        line[strcspn(line, "\n")] = 0, trips[trips_count++] = strdup(line);
    if (!trips_count) return fprintf(stderr, "no trips\n"), 2;
    epoll = epoll_create1(0);
    watchers = calloc(MOST_WATCHERS, sizeof *watchers);
    static Connection commands = {.kind = COMMANDS};
    struct epoll_event event = {EPOLLIN, {&commands}};
    epoll_ctl(epoll, EPOLL_CTL_ADD, 0, &event);
    for (;; turn(0.1)) { /* between commands watchers go on, and answer pings */
        if (!has_command) continue;
        if (!fgets(line, sizeof line, stdin)) return 0;
        is_obeying = 1;
        obey(line);
        is_obeying = has_command = 0;
    }
}
