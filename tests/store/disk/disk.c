/* Stands between a program and the disk (LD_PRELOAD). It looks at one folder, named in DISK_FOLDER, and can

   - write down in the file DISK_LOG what happens there, in order, so that a power cut at any moment can be replayed;
   - let the n-th change there fail with an error of the system (disk_fail), once or from then on.

   Reading is left alone, and so is memory that is mapped: SQLite maps its index of the log only, and builds it anew.
   A record is: kind, length of the name, offset, length of the data, name, data (see Header). Built by disk.py. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define FILES 4096
#define PATH_BYTES 4096
#define REAL(type, name, ...)                                                                                          \
  static type (*real)(__VA_ARGS__);                                                                                    \
  if (!real) real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)

typedef struct __attribute__((packed)) {
  char kind;
  uint16_t name_bytes;
  uint64_t offset;
  uint32_t data_bytes;
} Header;

enum { CREATED = 'C', WRITTEN = 'W', TRUNCATED = 'T', SYNCED = 'S', UNLINKED = 'U', RENAMED = 'R', FOLDER_MADE = 'M',
       FOLDER_REMOVED = 'D', NOTED = 'N' };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *folder;
static size_t folder_bytes;
static int log_file = -1;
static char *names[FILES];
static long changes, fail_at;
static int fail_with, fails_on;

__attribute__((constructor)) static void begin(void) {
  folder = getenv("DISK_FOLDER");
  folder_bytes = folder ? strlen(folder) : 0;
  const char *log = getenv("DISK_LOG");
  if (folder && log)
    log_file = (int)syscall(SYS_openat, AT_FDCWD, log, O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
}

static void record(char kind, const char *name, uint64_t offset, const void *data, uint32_t bytes) {
  if (log_file < 0) return;
  Header header = {kind, (uint16_t)strlen(name), offset, bytes};
  struct iovec parts[3] = {{&header, sizeof header}, {(void *)name, header.name_bytes}, {(void *)data, bytes}};
  if (syscall(SYS_writev, log_file, parts, 3) != (long)(sizeof header + header.name_bytes + bytes)) abort();
}

/* Whether a path is the folder or in it. SQLite's index of the log (-shm) is none of the disk's business. */
static int is_watched(const char *path) {
  if (!folder || !path || strncmp(path, folder, folder_bytes)) return 0;
  size_t bytes = strlen(path);
  if (bytes >= 4 && !strcmp(path + bytes - 4, "-shm")) return 0;
  return path[folder_bytes] == '\0' || path[folder_bytes] == '/';
}

static const char *name_of(int file) { return file >= 0 && file < FILES ? names[file] : NULL; }

/* The path of a name that may be relative to an open folder; `room` holds PATH_BYTES. */
static const char *whole_path(int at, const char *path, char *room) {
  if (!path || path[0] == '/' || at == AT_FDCWD || !name_of(at)) return path;
  snprintf(room, PATH_BYTES, "%s/%s", name_of(at), path);
  return room;
}

/* Counts a change before it happens. True where it has to fail; errno says how. A full disk still takes names away. */
static int has_to_fail_with(int takes_room) {
  if (!takes_room && fail_with == ENOSPC) return 0;
  changes++;
  if (!fail_at || changes < fail_at || (changes > fail_at && !fails_on)) return 0;
  errno = fail_with;
  return 1;
}

static int has_to_fail(void) { return has_to_fail_with(1); }

/* For the program under test, by ctypes. */

/* The `nth` change from now fails with `error`, and all after it where `lasting`; 0 lets nothing fail any more. */
void disk_fail(long nth, int error, int lasting) {
  pthread_mutex_lock(&lock);
  changes = 0, fail_at = nth, fail_with = error, fails_on = lasting;
  pthread_mutex_unlock(&lock);
}

/* How many changes there were since the last call of disk_fail. */
long disk_changes(void) { return changes; }

/* Writes a note between the records of the disk: what the program has told somebody by now. */
void disk_note(const char *text) {
  pthread_mutex_lock(&lock);
  record(NOTED, "", 0, text, (uint32_t)strlen(text));
  pthread_mutex_unlock(&lock);
}

/* Names */

static int opened(int file, const char *path, int flags, int is_new) {
  if (file < 0 || file >= FILES) return file;
  free(names[file]);
  names[file] = is_watched(path) ? strdup(path) : NULL;
  if (!names[file]) return file;
  if (is_new) record(CREATED, path, 0, NULL, 0);
  else if (flags & O_TRUNC) record(TRUNCATED, path, 0, NULL, 0);
  return file;
}

#define OPEN_AT(NAME)                                                                                                  \
  int NAME(int at, const char *path, int flags, ...) {                                                                 \
    REAL(int, NAME, int, const char *, int, ...);                                                                      \
    char room[PATH_BYTES];                                                                                             \
    mode_t mode = 0;                                                                                                   \
    if (flags & (O_CREAT | __O_TMPFILE)) {                                                                             \
      va_list more;                                                                                                    \
      va_start(more, flags);                                                                                           \
      mode = va_arg(more, mode_t);                                                                                     \
      va_end(more);                                                                                                    \
    }                                                                                                                  \
    const char *whole = whole_path(at, path, room);                                                                    \
    pthread_mutex_lock(&lock);                                                                                         \
    struct stat found;                                                                                                 \
    int is_new = (flags & O_CREAT) && is_watched(whole) && lstat(whole, &found) != 0;                                  \
    int changes_it = is_new || ((flags & O_TRUNC) && is_watched(whole));                                               \
    int file = changes_it && has_to_fail() ? -1 : opened(real(at, path, flags, mode), whole, flags, is_new);           \
    pthread_mutex_unlock(&lock);                                                                                       \
    return file;                                                                                                       \
  }
OPEN_AT(openat)
OPEN_AT(openat64)

#define OPEN(NAME, AT)                                                                                                 \
  int NAME(const char *path, int flags, ...) {                                                                         \
    mode_t mode = 0;                                                                                                   \
    if (flags & (O_CREAT | __O_TMPFILE)) {                                                                             \
      va_list more;                                                                                                    \
      va_start(more, flags);                                                                                           \
      mode = va_arg(more, mode_t);                                                                                     \
      va_end(more);                                                                                                    \
    }                                                                                                                  \
    return AT(AT_FDCWD, path, flags, mode);                                                                            \
  }
OPEN(open, openat)
OPEN(open64, openat64)

int close(int file) {
  REAL(int, close, int);
  pthread_mutex_lock(&lock);
  if (name_of(file)) {
    free(names[file]);
    names[file] = NULL;
  }
  pthread_mutex_unlock(&lock);
  return real(file);
}

int unlinkat(int at, const char *path, int flags) {
  REAL(int, unlinkat, int, const char *, int);
  char room[PATH_BYTES];
  const char *whole = whole_path(at, path, room);
  if (!is_watched(whole)) return real(at, path, flags);
  pthread_mutex_lock(&lock);
  int result = has_to_fail_with(0) ? -1 : real(at, path, flags);
  if (!result) record(flags & AT_REMOVEDIR ? FOLDER_REMOVED : UNLINKED, whole, 0, NULL, 0);
  pthread_mutex_unlock(&lock);
  return result;
}

int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }
int rmdir(const char *path) { return unlinkat(AT_FDCWD, path, AT_REMOVEDIR); }

int rename(const char *from, const char *to) {
  REAL(int, rename, const char *, const char *);
  if (!is_watched(from) && !is_watched(to)) return real(from, to);
  pthread_mutex_lock(&lock);
  int result = has_to_fail() ? -1 : real(from, to);
  if (!result) record(RENAMED, from, 0, to, (uint32_t)strlen(to));
  pthread_mutex_unlock(&lock);
  return result;
}

int mkdir(const char *path, mode_t mode) {
  REAL(int, mkdir, const char *, mode_t);
  struct stat found;
  if (!is_watched(path) || !lstat(path, &found)) return real(path, mode);
  pthread_mutex_lock(&lock);
  int result = has_to_fail() ? -1 : real(path, mode);
  if (!result) record(FOLDER_MADE, path, 0, NULL, 0);
  pthread_mutex_unlock(&lock);
  return result;
}

/* Content */

#define WRITE_AT(NAME, OFFSET)                                                                                         \
  ssize_t NAME(int file, const void *data, size_t bytes, OFFSET offset) {                                              \
    REAL(ssize_t, NAME, int, const void *, size_t, OFFSET);                                                            \
    if (!name_of(file)) return real(file, data, bytes, offset);                                                        \
    pthread_mutex_lock(&lock);                                                                                         \
    ssize_t written = has_to_fail() ? -1 : real(file, data, bytes, offset);                                            \
    if (written > 0) record(WRITTEN, names[file], (uint64_t)offset, data, (uint32_t)written);                          \
    pthread_mutex_unlock(&lock);                                                                                       \
    return written;                                                                                                    \
  }
WRITE_AT(pwrite, off_t)
WRITE_AT(pwrite64, off64_t)

ssize_t write(int file, const void *data, size_t bytes) {
  REAL(ssize_t, write, int, const void *, size_t);
  if (!name_of(file)) return real(file, data, bytes);
  pthread_mutex_lock(&lock);
  off_t offset = lseek(file, 0, fcntl(file, F_GETFL) & O_APPEND ? SEEK_END : SEEK_CUR);
  ssize_t written = has_to_fail() ? -1 : real(file, data, bytes);
  if (written > 0) record(WRITTEN, names[file], (uint64_t)offset, data, (uint32_t)written);
  pthread_mutex_unlock(&lock);
  return written;
}

/* Copying inside the kernel is refused, so that whoever copies falls back to what is seen here. */
ssize_t sendfile64(int to, int from, off64_t *offset, size_t bytes) {
  REAL(ssize_t, sendfile64, int, int, off64_t *, size_t);
  if (!name_of(to)) return real(to, from, offset, bytes);
  errno = ENOTSOCK;
  return -1;
}
ssize_t sendfile(int to, int from, off_t *offset, size_t bytes) { return sendfile64(to, from, (off64_t *)offset, bytes); }

#define TRUNCATE(NAME, OFFSET)                                                                                         \
  int NAME(int file, OFFSET bytes) {                                                                                   \
    REAL(int, NAME, int, OFFSET);                                                                                      \
    if (!name_of(file)) return real(file, bytes);                                                                      \
    pthread_mutex_lock(&lock);                                                                                         \
    int result = has_to_fail() ? -1 : real(file, bytes);                                                               \
    if (!result) record(TRUNCATED, names[file], (uint64_t)bytes, NULL, 0);                                             \
    pthread_mutex_unlock(&lock);                                                                                       \
    return result;                                                                                                     \
  }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

#define SYNC(NAME)                                                                                                     \
  int NAME(int file) {                                                                                                 \
    REAL(int, NAME, int);                                                                                              \
    if (!name_of(file)) return real(file);                                                                             \
    pthread_mutex_lock(&lock);                                                                                         \
    int result = has_to_fail() ? -1 : real(file);                                                                      \
    if (!result) record(SYNCED, names[file], 0, NULL, 0);                                                              \
    pthread_mutex_unlock(&lock);                                                                                       \
    return result;                                                                                                     \
  }
SYNC(fsync)
SYNC(fdatasync)
