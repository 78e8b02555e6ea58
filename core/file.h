/** @file
 * Whole files: outputs that appear complete or not at all, and a bounded reader for
 * small inputs. The only place that opens files for writing.
 */
#ifndef PHW_CORE_FILE_H
#define PHW_CORE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "core/status.h"

PHW_BEGIN_C

/** An output under way: a temporary file beside its target. Errors stick: the first
 * failed write is what phw_writer_commit() reports. */
typedef struct phw_writer phw_writer;

/** Starts `path`'s replacement (a hidden file beside it, removed unless committed).
 * With `private_file` the result has mode 0600, else 0644 less the umask. PHW_EIO names
 * the path; it is also the answer while another writer has the same target. */
PHW_API PHW_MUST_USE phw_status phw_writer_create(phw_writer **out, const char *path,
                                                  bool private_file);

/** Appends bytes. */
PHW_API void phw_writer_write(phw_writer *w, const void *bytes, size_t size);

/** Appends formatted text. */
PHW_API PHW_PRINTF(2, 3) void phw_writer_print(phw_writer *w, const char *format, ...);

/** The target, as it was given; stays the writer's. */
PHW_API const char *phw_writer_path(const phw_writer *w);

/** Has the commit leave out the syncing: for files in a folder that nobody sees yet,
 * all of which the caller syncs before it lets the folder appear. */
PHW_API void phw_writer_defer_sync(phw_writer *w);

/** Flushes, fsyncs, renames onto the target, fsyncs the folder and destroys `w`
 * (always). PHW_EIO with the first error, and then no file appears. */
PHW_API PHW_MUST_USE phw_status phw_writer_commit(phw_writer *w);

/** Commits `n` outputs of one run, all or none: nothing is renamed before every one is
 * flushed and synced. Where a rename fails, the earlier targets get back what they held
 * before, and those that were not there go again. Destroys all (always). PHW_EIO with
 * the first error. */
PHW_API PHW_MUST_USE phw_status phw_writer_commit_all(phw_writer *const *w, size_t n);

/** Drops an output and its temporary file; takes NULL. */
PHW_API void phw_writer_discard(phw_writer *w);

/** Reads a whole regular file, pipe or device of at most `most` bytes into a fresh
 * array with a 0 byte after its end, given back with free(). PHW_EINPUT names the path
 * and, when it is larger, the limit. */
PHW_API PHW_MUST_USE phw_status phw_file_read(uint8_t **out, size_t *size,
                                              const char *path, size_t most);

/** Opens a file to see what it is: as fopen(path, "rb") does, but without waiting for
 * somebody to write into a named pipe, of which nothing is read then. NULL sets errno.
 */
PHW_API FILE *phw_file_open(const char *path);

/** PHW_EINPUT for an input that could not be opened: the path, the reason by errno, and
 * what to do. */
PHW_API PHW_MUST_USE phw_status phw_file_refuse(const char *path);

/** Makes a folder and its parents where they do not exist. PHW_EIO. */
PHW_API PHW_MUST_USE phw_status phw_folder_create(const char *path);

PHW_END_C

#endif
