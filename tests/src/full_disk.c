/*
 * A disk that is full while somebody says so, for a program that loads this first (LD_PRELOAD).
 *
 * In the folder that PROFILEKIT_FULL_DISK names, a file `base` fills the disk below every folder of
 * that name, and `pg_wal` likewise: files there do not grow, and whoever lets one grow is told
 * ENOSPC. What is there may be written over, as on a disk that is full.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static int is_full(const char *where)
{
    const char *folder = getenv("PROFILEKIT_FULL_DISK");
    char flag[PATH_MAX];
    if (folder == NULL)
        return 0;
    snprintf(flag, sizeof flag, "%s/%s", folder, where);
    return access(flag, F_OK) == 0;
}

static int refuses(int file, off_t end)
{
    static const char *const folders[] = {"base", "pg_wal"};
    char link[64], path[PATH_MAX], part[64];
    struct stat known;
    int before = errno, refused = 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length > 0 && fstat(file, &known) == 0 && S_ISREG(known.st_mode) && end > known.st_size) {
        path[length] = '\0';
        for (size_t at = 0; at < sizeof folders / sizeof *folders; at++) {
            snprintf(part, sizeof part, "/%s/", folders[at]);
            if (strstr(path, part) != NULL && is_full(folders[at]))
                refused = 1;
        }
    }
    errno = refused ? ENOSPC : before;
    return refused;
}

static off_t size_of(const struct iovec *parts, int count)
{
    off_t size = 0;
    for (int at = 0; at < count; at++)
        size += (off_t)parts[at].iov_len;
    return size;
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int file, const void *bytes, size_t count)
{
    off_t at = lseek(file, 0, SEEK_CUR);
    return at >= 0 && refuses(file, at + (off_t)count) ? -1 : NEXT(write)(file, bytes, count);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t at)
{
    return refuses(file, at + (off_t)count) ? -1 : NEXT(pwrite)(file, bytes, count, at);
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t at)
{
    return refuses(file, at + (off_t)count) ? -1 : NEXT(pwrite64)(file, bytes, count, at);
}

ssize_t pwritev(int file, const struct iovec *parts, int count, off_t at)
{
    return refuses(file, at + size_of(parts, count)) ? -1 : NEXT(pwritev)(file, parts, count, at);
}

ssize_t pwritev64(int file, const struct iovec *parts, int count, off64_t at)
{
    return refuses(file, at + size_of(parts, count)) ? -1 : NEXT(pwritev64)(file, parts, count, at);
}

int posix_fallocate(int file, off_t at, off_t length)
{
    return refuses(file, at + length) ? ENOSPC : NEXT(posix_fallocate)(file, at, length);
}

int posix_fallocate64(int file, off64_t at, off64_t length)
{
    return refuses(file, at + length) ? ENOSPC : NEXT(posix_fallocate64)(file, at, length);
}
