package main

import (
	"fmt"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/cases"
	"golang.org/x/text/collate"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
	"golang.org/x/text/message"
	"golang.org/x/text/number"
	"golang.org/x/text/unicode/norm"
)

// greeting is what / answers, written by a printer for English.
func greeting() string {
	return cases.Lower(language.English).String(message.NewPrinter(language.English).Sprint("Hello from forty packages"))
}

// texts reads and writes the greeting in several alphabets.
func texts() []string {
	words := []string{"packages", "forty", "from", "hello"}
	collate.New(language.English).SortStrings(words)
	latin, _ := charmap.ISO8859_1.NewEncoder().String(greeting())
	japan, _ := japanese.ShiftJIS.NewEncoder().String("今日は")
	china, _ := simplifiedchinese.GBK.NewEncoder().String("你好")
	_, name, _ := charset.DetermineEncoding([]byte(greeting()), "text/html")
	return []string{
		fmt.Sprintf("sorted: %v", words),
		fmt.Sprintf("bytes: latin %d, Shift JIS %d, GBK %d", len(latin), len(japan), len(china)),
		"charset: " + name,
		"escaped: " + html.EscapeString("<"+greeting()+">"),
		"language: " + display.English.Languages().Name(language.German),
		message.NewPrinter(language.German).Sprintf("%v Pakete", number.Decimal(40000)),
		"composed: " + norm.NFC.String("e\u0301"),
	}
}
