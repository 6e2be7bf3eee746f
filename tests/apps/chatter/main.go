// Writes what would do harm if it were shown as anything but text, and then numbered lines.
package main

import (
	"fmt"
	"os"
	"time"
)

var hostile = []string{
	`<img src=x onerror="window.__slipway_canary=1">`,
	`<script>window.__slipway_canary=1</script>`,
	"\x1b]0;owned\x07\x1b[31mred\x1b[0m\x1b[2J after",
	"bidi \u202etxt.exe\u202c end",
	"not utf-8: \xff\xfe end",
	"中文 ✓ 🚢",
	"nul \x00 end",
}

func main() {
	for _, line := range hostile {
		fmt.Println(line)
	}
	fmt.Fprintln(os.Stderr, "this is on stderr")
	for n := 1; ; n++ {
		fmt.Println("line", n)
		time.Sleep(200 * time.Millisecond)
	}
}
