// Writes every kind of line that has broken a log view, among them one of 10 MB and bytes that are no text, then says
// that it is done and sleeps.
package main

import (
	"bytes"
	"os"
	"time"
)

var hostile = []string{
	`<script>document.documentElement.dataset.ran = "line"</script>`,
	`<img src=x onerror="document.documentElement.dataset.ran='line'">`,
	`</span></div><iframe srcdoc="<script>parent.document.documentElement.dataset.ran=1</script>"></iframe>`,
	`javascript:document.documentElement.dataset.ran=1 {{constructor.constructor('return 1')()}} ${7*7}`,
	"\x1b]0;owned\x07\x1b]8;;file:///etc/passwd\x1b\\a link\x1b]8;;\x1b\\\x1b[2J\x1b[31mred\x1b[0m after",
	"\x1bP+q544e\x1b\\\x9b31m\x1b[?1049h\x1b(0 changed charset",
	"bidi \u202etxt.exe\u202c \u2066isolate\u2069 \u200fmark end",
	"nul \x00 bell \x07 back\b\b\b vertical \v form \f delete \x7f end",
	"not utf-8: \xff\xfe \xc0\xaf \xed\xa0\x80 \xf8\x88\x80\x80\x80 end",
	"first\rsecond\u2028third\u2029fourth",
	`{"level":"<img src=x onerror=alert(1)>","msg":"</script>","__proto__":{"ran":1}}`,
	`{"level":"error","msg":"<img src=x onerror=\"document.documentElement.dataset.ran=1\">","<script>key":"\u202egnp.exe\u001b]0;owned\u0007","n":1e999}`,
	`level=WARN msg="</span><script>document.documentElement.dataset.ran=1</script>" onclick="document.documentElement.dataset.ran=1" x="\"><b data-ran=1>"`,
	"\x1b[38;2;999;0;0m\x1b[38;5;url(http://evil)m\x1b[48:2::1:2:3mbehind colours\x1b[0m",
	"panic: <b data-ran=1>\n\ngoroutine 1 [running]:\nmain.<script>(\"\")\n\t/src/<img src=x onerror=1>.go:7 +0x1",
	"",
}

func main() {
	for _, line := range hostile {
		os.Stdout.WriteString(line + "\n")
		os.Stderr.WriteString(line + "\n")
	}
	os.Stdout.Write(append(bytes.Repeat([]byte("<b data-ran=1>"), 10<<20/14), '\n'))
	os.Stdout.Write(append(bytes.Repeat([]byte{0xff, 0x00, 0x1b}, 1<<20/3), '\n'))
	os.Stdout.WriteString("that was all of it\n")
	time.Sleep(time.Hour)
}
