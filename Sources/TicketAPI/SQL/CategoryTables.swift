/// Reading and writing categories and their details.
enum CategoryTables {
    private static let detailColumns = "SELECT id, category_id, name, active, required_fields FROM category_details"

    static func categories(_ ids: [Int], _ db: any SQLConnection) throws -> [Category] {
        guard !ids.isEmpty else { return [] }
        var condition = SQLCondition()
        condition.add("id", in: ids)
        return try db.rows(of: ids.count, "SELECT id, name, active FROM categories" + condition.sql, condition.arguments).map(category)
    }

    static func details(_ ids: [Int], _ db: any SQLConnection) throws -> [CategoryDetail] {
        guard !ids.isEmpty else { return [] }
        var condition = SQLCondition()
        condition.add("id", in: ids)
        return try db.rows(of: ids.count, detailColumns + condition.sql, condition.arguments).map(detail)
    }

    static func listings(_ query: CategoryQuery, _ db: any SQLConnection) throws -> [CategoryListing] {
        let condition = condition(of: query, db.dialect)
        let sql = """
            SELECT id, name, active, (SELECT count(*) FROM category_details d WHERE d.category_id = categories.id) FROM categories
            """
        let rows = try db.rows(planning: sql + condition.sql + " ORDER BY id", condition.arguments)
        let all = try query.includesDetails ? details(CategoryQuery(), db) : []
        return try rows.map { row in
            let category = try category(row)
            let own = query.includesDetails ? all.filter { $0.categoryID == category.id } : nil
            return CategoryListing(category: category, detailCount: try row[3], details: own)
        }
    }

    static func details(_ query: CategoryQuery, _ db: any SQLConnection) throws -> [CategoryDetail] {
        var condition = condition(of: query, db.dialect)
        condition.add("category_id", in: query.categoryIDs)
        return try db.rows(planning: detailColumns + condition.sql + " ORDER BY category_id, id", condition.arguments).map(detail)
    }

    /// The category with the number of its details.
    static func listing(_ category: Category, _ db: any SQLConnection) throws -> CategoryListing {
        let count: Int? = try db.value("SELECT count(*) FROM category_details WHERE category_id = ?", [SQLValue(category.id)])
        return CategoryListing(category: category, detailCount: count ?? 0, details: nil)
    }

    static func update(_ category: Category, _ db: any SQLConnection) throws {
        try db.execute(
            "UPDATE categories SET name = ?, active = ?, search = ? WHERE id = ?",
            [SQLValue(category.name), SQLValue(category.active), SQLValue(category.name.searchForm), SQLValue(category.id)])
    }

    static func insert(_ category: Category, _ db: any SQLConnection) throws {
        try db.execute(
            "INSERT INTO categories (id, name, active, search) VALUES (?, ?, ?, ?)",
            [SQLValue(category.id), SQLValue(category.name), SQLValue(category.active), SQLValue(category.name.searchForm)])
    }

    static func insert(_ detail: CategoryDetail, _ db: any SQLConnection) throws {
        try db.execute(
            "INSERT INTO category_details (id, category_id, name, active, required_fields, search) VALUES (?, ?, ?, ?, ?, ?)",
            [
                SQLValue(detail.id), SQLValue(detail.categoryID), SQLValue(detail.name), SQLValue(detail.active),
                SQLValue(detail.requiredFields.joined(separator: "\n")), SQLValue(detail.name.searchForm),
            ])
    }

    private static func condition(of query: CategoryQuery, _ dialect: SQLDialect) -> SQLCondition {
        var condition = SQLCondition()
        condition.add("search", contains: query.text, dialect)
        condition.add("active", is: query.active)
        return condition
    }

    private static func category(_ row: SQLRow) throws -> Category {
        try Category(id: row[0], name: row[1], active: row[2])
    }

    private static func detail(_ row: SQLRow) throws -> CategoryDetail {
        let fields: String = try row[4]
        return try CategoryDetail(
            id: row[0], categoryID: row[1], name: row[2], active: row[3], requiredFields: fields.split(separator: "\n").map(String.init))
    }
}
