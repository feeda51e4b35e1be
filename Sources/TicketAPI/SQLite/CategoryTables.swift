internal import GRDB

/// Reading and writing categories and their details.
enum CategoryTables {
    private static let detailColumns = "SELECT id, category_id, name, active, required_fields FROM category_details"

    static func categories(_ ids: [Int], _ db: Database) throws -> [Category] {
        guard !ids.isEmpty else { return [] }
        var condition = SQLCondition()
        condition.add("id", in: ids)
        return try Row.fetchAll(db, sql: "SELECT id, name, active FROM categories" + condition.sql, arguments: condition.arguments)
            .map(category)
    }

    static func details(_ ids: [Int], _ db: Database) throws -> [CategoryDetail] {
        guard !ids.isEmpty else { return [] }
        var condition = SQLCondition()
        condition.add("id", in: ids)
        return try Row.fetchAll(db, sql: detailColumns + condition.sql, arguments: condition.arguments).map(detail)
    }

    static func listings(_ query: CategoryQuery, _ db: Database) throws -> [CategoryListing] {
        let condition = condition(of: query)
        let sql = """
            SELECT id, name, active, (SELECT count(*) FROM category_details d WHERE d.category_id = categories.id) FROM categories
            """
        let rows = try Row.fetchAll(db, sql: sql + condition.sql + " ORDER BY id", arguments: condition.arguments)
        let all = try query.includesDetails ? details(CategoryQuery(), db) : []
        return rows.map { row in
            let category = category(row)
            let own = query.includesDetails ? all.filter { $0.categoryID == category.id } : nil
            return CategoryListing(category: category, detailCount: row[3], details: own)
        }
    }

    static func details(_ query: CategoryQuery, _ db: Database) throws -> [CategoryDetail] {
        var condition = condition(of: query)
        condition.add("category_id", in: query.categoryIDs)
        return try Row.fetchAll(db, sql: detailColumns + condition.sql + " ORDER BY category_id, id", arguments: condition.arguments)
            .map(detail)
    }

    static func insert(_ category: Category, _ db: Database) throws {
        try db.execute(
            sql: "INSERT INTO categories (id, name, active, search) VALUES (?, ?, ?, ?)",
            arguments: [category.id, category.name, category.active, category.name.searchForm])
    }

    static func insert(_ detail: CategoryDetail, _ db: Database) throws {
        try db.execute(
            sql: "INSERT INTO category_details (id, category_id, name, active, required_fields, search) VALUES (?, ?, ?, ?, ?, ?)",
            arguments: [
                detail.id, detail.categoryID, detail.name, detail.active, detail.requiredFields.joined(separator: "\n"),
                detail.name.searchForm,
            ])
    }

    private static func condition(of query: CategoryQuery) -> SQLCondition {
        var condition = SQLCondition()
        condition.add("search", contains: query.text)
        condition.add("active", equals: query.active)
        return condition
    }

    private static func category(_ row: Row) -> Category {
        Category(id: row[0], name: row[1], active: row[2])
    }

    private static func detail(_ row: Row) -> CategoryDetail {
        let fields: String = row[4]
        return CategoryDetail(
            id: row[0], categoryID: row[1], name: row[2], active: row[3], requiredFields: fields.split(separator: "\n").map(String.init))
    }
}
