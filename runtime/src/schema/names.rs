//! The names of a value in XML documents and in forms.

/// The names of a value in XML documents and in forms, where they are not the defaults. Smithy: "XML bindings".
///
/// Generated code writes `#[smithy("Grants", xml_name("AccessControlList"), item("Grant"))]`; the derive macro collects
/// these words in one value, because most members have none.
#[derive(Clone, Copy, Debug)]
pub struct Names {
    /// The name of the element or attribute (`@xmlName`).
    pub name: Option<&'static str>,
    /// The name in forms of ec2Query (`aws.protocols#ec2QueryName`).
    pub query_name: Option<&'static str>,
    /// The code of an error in awsQuery (`aws.protocols#awsQueryError`).
    pub error_code: Option<&'static str>,
    /// The URI of the namespace that the element declares (`@xmlNamespace`).
    pub namespace: Option<&'static str>,
    /// The prefix of this namespace; empty if it is that of names without a prefix.
    pub prefix: &'static str,
    /// Whether the member is an attribute (`@xmlAttribute`).
    pub is_attribute: bool,
    /// Whether the elements of a list or map stand beside the other members (`@xmlFlattened`).
    pub is_flattened: bool,
    /// Whether the root element is the member, not the structure (`aws.customizations#s3UnwrappedXmlOutput`).
    pub is_unwrapped: bool,
    /// The elements of a list.
    pub item: Option<&'static Self>,
    /// The keys of a map.
    pub key: Option<&'static Self>,
    /// The values of a map.
    pub value: Option<&'static Self>,
}

impl Names {
    /// Creates the names of a value without traits.
    pub const fn new() -> Self {
        Self {
            name: None,
            query_name: None,
            error_code: None,
            namespace: None,
            prefix: "",
            is_attribute: false,
            is_flattened: false,
            is_unwrapped: false,
            item: None,
            key: None,
            value: None,
        }
    }

    /// Applies `@xmlName`.
    pub const fn xml_name(mut self, name: &'static str) -> Self {
        self.name = Some(name);
        self
    }

    /// Applies `aws.protocols#ec2QueryName`.
    pub const fn query_name(mut self, name: &'static str) -> Self {
        self.query_name = Some(name);
        self
    }

    /// Applies `aws.protocols#awsQueryError`.
    pub const fn error_code(mut self, code: &'static str) -> Self {
        self.error_code = Some(code);
        self
    }

    /// Applies `@xmlNamespace`.
    pub const fn xml_namespace(mut self, uri: &'static str) -> Self {
        self.namespace = Some(uri);
        self
    }

    /// Sets the prefix of the namespace.
    pub const fn prefix(mut self, prefix: &'static str) -> Self {
        self.prefix = prefix;
        self
    }

    /// Applies `@xmlAttribute`.
    pub const fn xml_attribute(mut self) -> Self {
        self.is_attribute = true;
        self
    }

    /// Applies `@xmlFlattened`.
    pub const fn flattened(mut self) -> Self {
        self.is_flattened = true;
        self
    }

    /// Applies `aws.customizations#s3UnwrappedXmlOutput`.
    pub const fn unwrapped(mut self) -> Self {
        self.is_unwrapped = true;
        self
    }

    /// Sets the names of the elements of a list.
    pub const fn item(mut self, names: &'static Self) -> Self {
        self.item = Some(names);
        self
    }

    /// Sets the names of the keys of a map.
    pub const fn key(mut self, names: &'static Self) -> Self {
        self.key = Some(names);
        self
    }

    /// Sets the names of the values of a map.
    pub const fn value(mut self, names: &'static Self) -> Self {
        self.value = Some(names);
        self
    }
}

impl Default for Names {
    fn default() -> Self {
        Self::new()
    }
}
