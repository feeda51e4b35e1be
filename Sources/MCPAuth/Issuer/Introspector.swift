internal import HTTPFetch
internal import MCPCore
internal import Synchronization

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Asks an issuer about tokens that say nothing by themselves (RFC 7662): about one token by one request at a time.
final class Introspector: Sendable {
    private typealias Flight = Task<Result<ClaimRules.Verified, TokenFailure>, Never>

    private struct State {
        var flights: [TokenDigest: Flight] = [:]
        /// Tokens that were called inactive, until when that is believed. Bounded, and emptied when it is full.
        var inactive: [TokenDigest: Duration] = [:]
    }

    private static let rememberedInactive = 1_024

    private let introspection: Introspection
    private let documents: IssuerDocuments
    private let metadata: CachedDocument<IssuerMetadata>
    private let rules: ClaimRules
    private let limits: OAuthLimits
    private let clock: any FetchClock
    private let state = Mutex(State())

    init(
        _ introspection: Introspection, documents: IssuerDocuments, metadata: CachedDocument<IssuerMetadata>, rules: ClaimRules,
        limits: OAuthLimits, clock: any FetchClock
    ) {
        self.introspection = introspection
        self.documents = documents
        self.metadata = metadata
        self.rules = rules
        self.limits = limits
        self.clock = clock
    }

    func introspect(_ token: String, _ digest: TokenDigest) async throws(TokenFailure) -> ClaimRules.Verified {
        let now = clock.now()
        let flight = try state.withLock { state throws(TokenFailure) -> Flight in
            if let until = state.inactive[digest], now < until { throw .rejected(.inactive) }
            if let flight = state.flights[digest] { return flight }
            guard state.flights.count < limits.introspectionsInFlight else { throw .unavailable }
            let flight = Flight { await self.ask(token, digest) }
            state.flights[digest] = flight
            return flight
        }
        return try await flight.value.get()
    }

    private func ask(_ token: String, _ digest: TokenDigest) async -> Result<ClaimRules.Verified, TokenFailure> {
        let result = await answer(token)
        let until = clock.now() + limits.inactiveTime
        state.withLock { state in
            state.flights[digest] = nil
            guard case .failure(.rejected) = result else { return }
            if state.inactive.count >= Self.rememberedInactive { state.inactive.removeAll(keepingCapacity: true) }
            state.inactive[digest] = until
        }
        return result
    }

    private func answer(_ token: String) async -> Result<ClaimRules.Verified, TokenFailure> {
        guard let endpoint = await endpoint() else { return .failure(.unavailable) }
        let response: JSON
        do throws(IssuerClient.Failure) {
            response = try await documents.client.post(form(token), to: endpoint, authorization: authorization).json
        } catch .status(400) where isTokenInfo {
            return .failure(.rejected(.inactive))
        } catch {
            documents.warn("the issuer does not answer questions about tokens", [error.description])
            return .failure(.unavailable)
        }
        guard let claims = response.object, isTokenInfo || claims["active"]?.bool == true else { return .failure(.rejected(.inactive)) }
        do throws(TokenRejection) {
            return .success(try rules.check(claims, now: Double(clock.unixSeconds()), isIntrospected: true))
        } catch {
            return .failure(.rejected(error))
        }
    }

    private func endpoint() async -> String? {
        if let endpoint = introspection.endpoint { return endpoint }
        guard let metadata = await metadata.value().value else { return nil }
        if metadata.introspectionEndpoint == nil {
            documents.warn("the issuer does not answer questions about tokens", ["its metadata has no introspection_endpoint"])
        }
        return metadata.introspectionEndpoint
    }

    private var isTokenInfo: Bool { if case .googleTokenInfo = introspection.style { true } else { false } }

    private func form(_ token: String) -> [(String, String)] {
        isTokenInfo ? [("access_token", token)] : [("token", token), ("token_type_hint", "access_token")]
    }

    /// RFC 6749, section 2.3.1: both parts are form-encoded first.
    private var authorization: String? {
        guard case .standard(let credentials) = introspection.style else { return nil }
        let pair = "\(PercentEncoding.encode(credentials.id)):\(PercentEncoding.encode(credentials.secret))"
        return "Basic " + Data(pair.utf8).base64EncodedString()
    }
}
