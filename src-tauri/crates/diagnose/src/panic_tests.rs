//! Panics as Go 1.22 to 1.27 print them.

use super::*;

fn find(text: &str) -> Option<Panic> {
    find_panic(text.lines())
}

#[test]
fn the_users_line_is_found_past_the_runtimes_frames() {
    let panic = find(
        "listening\n\
         panic: runtime error: index out of range [5] with length 3\n\
         \n\
         goroutine 1 [running]:\n\
         report-api/internal/store.(*Store).Load(...)\n\
         \treport-api/internal/store/store.go:42\n\
         main.main()\n\
         \treport-api/cmd/api/main.go:17 +0x1d\n",
    )
    .unwrap();
    assert_eq!(panic.message, "runtime error: index out of range [5] with length 3");
    assert_eq!(panic.file.as_deref(), Some("report-api/internal/store/store.go"));
    assert_eq!((panic.line, panic.at), (Some(42), 1));
    assert_eq!(panic.function.as_deref(), Some("report-api/internal/store.(*Store).Load"));
}

#[test]
fn a_nil_pointer_inside_the_library_is_the_callers() {
    let panic = find(
        "panic: runtime error: invalid memory address or nil pointer dereference\n\
         [signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x6a1]\n\
         \n\
         goroutine 7 [running]:\n\
         panic({0x6b5a00?, 0x8d1b30?})\n\
         \truntime/panic.go:792 +0x132\n\
         net/http.(*ServeMux).Handle(0x0, {0x1, 0x2})\n\
         \tnet/http/server.go:2810 +0x1d\n\
         github.com/gin-gonic/gin.(*Engine).Run(0xc0)\n\
         \tgithub.com/gin-gonic/gin@v1.10.0/gin.go:399 +0x9\n\
         main.serve.func1()\n\
         \tsrv/main.go:9 +0x4f\n\
         created by main.serve in goroutine 1\n\
         \tsrv/main.go:8 +0x1c\n",
    )
    .unwrap();
    assert_eq!((panic.file.as_deref(), panic.line), (Some("srv/main.go"), Some(9)));
}

#[test]
fn where_only_a_dependency_is_to_see_it_is_named() {
    let panic = find(
        "panic: x\n\ngoroutine 1 [running]:\n\
         example.com/dep.Do(0x1)\n\texample.com/dep@v1.0.0/do.go:3 +0x1\n\
         runtime.main()\n\truntime/proc.go:283 +0x1\n",
    )
    .unwrap();
    assert_eq!(panic.file.as_deref(), Some("example.com/dep@v1.0.0/do.go"));
}

#[test]
fn the_last_of_nested_panics_is_told() {
    let panic = find(
        "panic: first [recovered]\n\tpanic: second\n\ngoroutine 1 [running]:\n\
         main.main()\n\t/home/me/x/main.go:5 +0x1\nexit status 2\n",
    )
    .unwrap();
    assert_eq!(panic.message, "second");
    assert_eq!(panic.file.as_deref(), Some("/home/me/x/main.go"));
}

#[test]
fn a_deadlock_is_found_too() {
    let panic = find(
        "fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [chan receive]:\n\
         main.main()\n\tx/main.go:4 +0x25\n",
    )
    .unwrap();
    assert!(panic.message.contains("deadlock"));
    assert_eq!(panic.line, Some(4));
}

#[test]
fn a_panic_that_a_server_survived_or_words_about_panic_are_none() {
    assert_eq!(
        find("2026/11/24 10:00:00 http: panic serving 127.0.0.1:1: boom\ngoroutine 5 [running]:\n"),
        None
    );
    assert_eq!(find("do not panic: all is well\n panic: indented\n"), None);
    assert_eq!(find(""), None);
}

#[test]
fn a_torn_trace_still_gives_the_message() {
    let panic = find("panic: boom").unwrap();
    assert_eq!((panic.message.as_str(), panic.file, panic.line), ("boom", None, None));
    let long = format!("panic: {}", "é".repeat(10_000));
    assert_eq!(find(&long).unwrap().message.chars().count(), MESSAGE_CHARS);
}
