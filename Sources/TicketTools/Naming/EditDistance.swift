/// How many characters have to be put in, taken out or replaced to make one text of the other.
///
/// - Returns: `limit + 1` for anything beyond the limit.
func editDistance(_ left: String, _ right: String, limit: Int = 64) -> Int {
    let left = Array(left.prefix(limit + 1))
    let right = Array(right.prefix(limit + 1))
    guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
    var previous = Array(0...right.count)
    for row in 1...left.count {
        var current = [row]
        current.reserveCapacity(right.count + 1)
        for column in 1...right.count {
            let replaced = previous[column - 1] + (left[row - 1] == right[column - 1] ? 0 : 1)
            current.append(min(replaced, previous[column] + 1, current[column - 1] + 1))
        }
        previous = current
    }
    return min(previous[right.count], limit + 1)
}
