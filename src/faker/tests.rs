use super::*;

#[test]
fn every_method_with_words_answers() {
    let faker = Faker::new("en", None).expect("known");
    for (module, methods) in MODULES {
        for (name, _) in *methods {
            for _ in 0..20 {
                let _ = faker.call(&format!("{module}.{name}"), &[]);
            }
        }
    }
}
