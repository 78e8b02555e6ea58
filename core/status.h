/** @file
 * What a call can say when it does not do what was asked, and this thread's reason for
 * it.
 */
#ifndef PHW_CORE_STATUS_H
#define PHW_CORE_STATUS_H

#if defined(__GNUC__)
#    define PHW_API          __attribute__((visibility("default")))
#    define PHW_MUST_USE     __attribute__((warn_unused_result))
#    define PHW_PRINTF(f, a) __attribute__((format(printf, f, a)))
#else
#    define PHW_API
#    define PHW_MUST_USE
#    define PHW_PRINTF(f, a)
#endif

#ifdef __cplusplus
#    define PHW_BEGIN_C extern "C" {
#    define PHW_END_C   }
#else
#    define PHW_BEGIN_C
#    define PHW_END_C
#endif

PHW_BEGIN_C

/** Everything that can fail returns one of these; results leave by out parameters,
 * which are untouched on failure. */
typedef enum phw_status {
    PHW_OK = 0,
    PHW_EARG,    /**< an argument is outside its documented range: levels 6, not 2^m */
    PHW_EINPUT,  /**< an input is missing, unreadable or not what its format promises */
    PHW_EIO,     /**< writing or the network failed: disk full, folder not writable */
    PHW_ENOMEM,  /**< an allocation failed */
    PHW_ESHORT,  /**< fewer samples or bits than the step needs, or a constant series */
    PHW_ENOKEY,  /**< nothing is left to be a key after the accounting */
    PHW_EPEER,   /**< the other party sent what the protocol forbids */
    PHW_EAUTH,   /**< a tag, a check value or a fingerprint does not match */
    PHW_ENOCONV, /**< an iteration reached its bound; the parties did not agree */
    PHW_ECANCEL, /**< the user asked to stop */
    PHW_N_STATUS
} phw_status;

/** The one-line name of a status, never NULL. */
PHW_API const char *phw_status_name(phw_status s);

/** Why the last failing call of this thread failed; "" after none. The text stays valid
 * until the thread's next failing call. */
PHW_API const char *phw_error_message(void);

/** Sets this thread's message (cut at 511 bytes, one line) and returns `s`, so that a
 * check is one line. The message names the file, field or offset, what was expected and
 * what to do. */
PHW_API PHW_PRINTF(2, 3) phw_status phw_fail(phw_status s, const char *format, ...);

/** Puts `format` and ": " before this thread's message and returns `s`: for a caller
 * that knows the file of which its callee only knew the field. */
PHW_API PHW_PRINTF(2, 3) phw_status
    phw_fail_within(phw_status s, const char *format, ...);

#ifdef __clang_analyzer__
/* The static analyzer sees no further than this header: without a word it takes every
 * failure for a possible PHW_OK, and warns of what can't be. */
// NOLINTNEXTLINE(readability-identifier-naming)
#    define phw_fail(s, ...) ((void)(phw_fail)(s, __VA_ARGS__), (s))
// NOLINTNEXTLINE(readability-identifier-naming)
#    define phw_fail_within(s, ...) ((void)(phw_fail_within)(s, __VA_ARGS__), (s))
#endif

/** Returns from the calling function when `call` does not answer PHW_OK. */
#define PHW_TRY(call)                      \
    do {                                   \
        const phw_status status_ = (call); \
        if (status_ != PHW_OK)             \
            return status_;                \
    } while (0)

PHW_END_C

#endif
