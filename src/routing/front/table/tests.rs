//! Who wins, and who has which host.

use super::super::row::parse_rows;
use super::*;

fn tenant(name: &str, file: &str) -> Tenant {
    let file = (!file.is_empty()).then(|| PathBuf::from("/etc/mocks").join(file));
    Tenant { name: name.to_owned(), uuid: format!("uuid-of-{name}"), file }
}

fn table(rows: &str, tenants: &[(&str, &str)]) -> Table {
    let rows = parse_rows(rows.split(',').filter(|row| !row.trim().is_empty())).unwrap();
    Table::new(&rows, tenants.iter().map(|(name, file)| tenant(name, file)).collect())
}

/// Name of the environment that answers to an authority and a path, and by what.
fn winner(table: &Table, authority: &str, path: &str) -> Option<(String, By)> {
    let found = table.find(Some(authority), path)?;
    // The verdict of `/x/front-door/test` names the same one.
    let host = host::canonical(authority);
    assert_eq!(table.matching(host.as_deref(), path).next(), Some(found), "{authority} {path}");
    let row = table.rows().get(found.row)?;
    Some((table.tenant_of(row).map_or("nobody".to_owned(), |tenant| tenant.name.clone()), found.by))
}

#[test]
fn the_most_specific_row_wins() {
    let table = table(
        "payments=Payments, search.example.com=Search, /legacy=Legacy, shop=Shop, shop/api=Api, shop/api/v2=ApiTwo,\
         *.example.com=Wild, *.example.com/deep=Deep, only/here=Here, payments.test=Exact, *.test=Tests, [::1]=Six,\
         10.0.0.1=Four, gone=Nobody, /=Rest",
        &[
            "Payments", "Search", "Legacy", "Shop", "Api", "ApiTwo", "Wild", "Deep", "Here", "Exact", "Tests", "Six",
            "Four", "Rest",
        ]
        .map(|name| (name, "")),
    );
    for (authority, path, name, by) in [
        ("payments", "/", "Payments", By::Host),
        ("payments", "/any/path", "Payments", By::Host),
        ("PAYMENTS", "/", "Payments", By::Host),
        ("payments:8080", "/", "Payments", By::Host),
        ("payments.", "/", "Payments", By::Host),
        ("user@payments", "/", "Payments", By::Host),
        ("payments.shop", "/", "Payments", By::Service),
        ("payments.shop.svc", "/", "Payments", By::Service),
        ("Payments.Shop.SVC.Cluster.Local.:80", "/", "Payments", By::Service),
        ("payments.shop.svc.corp", "/", "Payments", By::Service),
        // A row for the very name goes before the Service, the Service before a wildcard.
        ("payments.test", "/", "Exact", By::Host),
        ("shop.test", "/", "Shop", By::Service),
        ("other.test", "/", "Tests", By::Wildcard),
        ("payments.example.com", "/", "Wild", By::Wildcard),
        ("search.example.com", "/", "Search", By::Host),
        ("search.example.com", "/deep", "Search", By::Host),
        ("x.example.com", "/", "Wild", By::Wildcard),
        ("x.example.com", "/deep/er", "Deep", By::Wildcard),
        ("x.example.com", "/deeper", "Wild", By::Wildcard),
        ("x.y.example.com", "/", "Rest", By::Any),
        ("example.com", "/", "Rest", By::Any),
        ("shop", "/", "Shop", By::Host),
        ("shop", "/api", "Api", By::Host),
        ("shop", "/api/", "Api", By::Host),
        ("shop", "/api/v1", "Api", By::Host),
        ("shop", "/api/v2/x", "ApiTwo", By::Host),
        ("shop", "/apis", "Shop", By::Host),
        ("shop", "/API", "Shop", By::Host),
        ("shop", "/api%2Fv2", "Shop", By::Host),
        ("shop.ns.svc", "/api", "Api", By::Service),
        // The host decides before the path; where it has no row for the path, less specific hosts do.
        ("shop", "/legacy", "Shop", By::Host),
        ("only", "/here/x", "Here", By::Host),
        ("only", "/there", "Rest", By::Any),
        ("only", "/legacy", "Legacy", By::Any),
        ("nowhere", "/legacy/x", "Legacy", By::Any),
        ("nowhere", "/legacyx", "Rest", By::Any),
        ("not a host", "/legacy", "Legacy", By::Any),
        ("[::1]:80", "/", "Six", By::Host),
        ("[0::1]", "/", "Six", By::Host),
        ("10.0.0.1", "/", "Four", By::Host),
        ("10.0.0.2", "/", "Rest", By::Any),
        // A row whose environment is not there leads nowhere, and not elsewhere.
        ("gone", "/", "nobody", By::Host),
    ] {
        assert_eq!(winner(&table, authority, path), Some((name.to_owned(), by)), "{authority} {path}");
    }
    let found: Vec<By> = table.matching(Some("shop.test"), "/legacy/x").map(|found| found.by).collect();
    assert_eq!(found, [By::Service, By::Wildcard, By::Any]);
    assert_eq!(table.problems().len(), 1, "{:?}", table.problems());
}

#[test]
fn without_a_row_hosts_are_slugs_of_name_and_file() {
    let table = table(
        "front=Payments",
        &[
            ("Payments", "pay.json"),
            ("My shop", "shop-v2.json"),
            ("\u{652f}", "zhi.yaml.gz"),
            ("", ""),
            ("My-Shop", ""),
        ],
    );
    let hosts: Vec<_> = table.rows().iter().map(|row| (row.row.to_string(), row.tenant, row.origin)).collect();
    let expected = [
        ("front", 0, Origin::Setting),
        ("my-shop", 1, Origin::Name),
        ("shop-v2", 1, Origin::File),
        ("zhi", 2, Origin::File),
        ("environment-2", 3, Origin::Name),
        ("my-shop-2", 4, Origin::Name),
    ];
    assert_eq!(hosts, expected.map(|(host, tenant, origin)| (host.to_owned(), Some(tenant), origin)));
    assert_eq!(winner(&table, "my-shop.ns", "/").map(|(_, by)| by), Some(By::Service));
    assert_eq!(winner(&table, "payments", "/"), None, "who has a row is there and nowhere else");
}

#[test]
fn a_name_goes_before_the_name_of_another_file_and_a_row_before_both() {
    let table = table("b/x=C", &[("A", "b.json"), ("B", "c.json"), ("C", "")]);
    for (host, path, name) in [("a", "/", "A"), ("b", "/", "B"), ("b", "/x/y", "C"), ("c", "/", "B")] {
        assert_eq!(winner(&table, host, path).map(|(name, _)| name).as_deref(), Some(name), "{host}{path}");
    }
}

#[test]
fn environments_are_named_by_uuid_name_or_file() {
    let tenants = [("Payments", "pay.json"), ("pay", "other.yaml"), ("x", "deep/shop.json")];
    for (wanted, position) in [
        ("UUID-of-Payments", Some(0)),
        ("Payments", Some(0)),
        ("payments", None),
        ("pay", Some(1)),
        ("pay.json", Some(0)),
        ("shop.json", Some(2)),
        ("deep/shop.json", Some(2)),
        ("shop", Some(2)),
        ("hop.json", None),
    ] {
        let table = table(&format!("h={wanted}"), &tenants);
        assert_eq!(table.rows().first().and_then(|row| row.tenant), position, "{wanted}");
    }
}

#[test]
fn tls_clients_mean_the_environment_of_the_host() {
    let table = table(
        "shop/api=Api, shop=Shop, only/here=Here, /x=X, /=Rest",
        &["Api", "Shop", "Here", "X", "Rest"].map(|name| (name, "")),
    );
    for (host, tenants) in
        [(Some("shop.ns"), vec![1, 0]), (Some("only"), vec![2]), (Some("x"), vec![4]), (None, vec![4])]
    {
        assert_eq!(table.tenants_of(host), tenants, "{host:?}");
    }
}

#[test]
fn an_environment_is_called_by_its_host_alone_if_it_has_one() {
    let table = table("*.w=A, /p=A, h/q=A, h=A, /only=B", &[("A", ""), ("B", "")]);
    assert_eq!(table.row_to(0).map(ToString::to_string).as_deref(), Some("h"));
    assert_eq!(table.row_to(1).map(ToString::to_string).as_deref(), Some("/only"));
    assert_eq!(table.row_to(2), None);
}

#[test]
fn the_listing_is_for_people_and_ends() {
    let table = table("a=A, /x=B", &[("A", "")]);
    assert_eq!(table.listing(9), "  a (A)\n  /x (no environment is called \"B\" yet)\n");
    assert_eq!(table.listing(1), "  a (A)\n  and 1 more\n");
}
