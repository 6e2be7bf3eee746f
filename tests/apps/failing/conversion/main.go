package main

func main() {
	var value any = "8080"
	println(value.(int))
}
