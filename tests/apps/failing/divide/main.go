package main

func main() {
	total, count := 10, len("")
	println(total / count)
}
