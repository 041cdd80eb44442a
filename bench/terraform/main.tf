# What the program declares, as somebody would write it with Terraform: to be measured beside it, not to be used.

terraform {
  required_providers {
    azuread = { source = "hashicorp/azuread" }
  }
}

variable "roles" {
  type        = map(list(string))
  description = "Application roles by the client id of the API that offers them"
}

variable "key" {
  type        = number
  description = "The number of the client secret; another one renews it"
  default     = 1
}

variable "end" {
  type        = string
  description = "Until when a new client secret works"
}

locals {
  grants = merge([
    for api, roles in var.roles : { for role in roles : role => api }
  ]...)
}

data "azuread_service_principal" "api" {
  for_each  = var.roles
  client_id = each.key
}

resource "azuread_application" "esia" {
  display_name            = "esia"
  sign_in_audience        = "AzureADMyOrg"
  prevent_duplicate_names = true
  tags                    = ["HideApp"]

  dynamic "required_resource_access" {
    for_each = var.roles
    content {
      resource_app_id = required_resource_access.key
      dynamic "resource_access" {
        for_each = required_resource_access.value
        content {
          id   = data.azuread_service_principal.api[required_resource_access.key].app_role_ids[resource_access.value]
          type = "Role"
        }
      }
    }
  }
}

resource "azuread_service_principal" "esia" {
  client_id                    = azuread_application.esia.client_id
  app_role_assignment_required = true
  tags                         = ["HideApp"]
}

resource "azuread_app_role_assignment" "grant" {
  for_each            = local.grants
  app_role_id         = data.azuread_service_principal.api[each.value].app_role_ids[each.key]
  principal_object_id = azuread_service_principal.esia.object_id
  resource_object_id  = data.azuread_service_principal.api[each.value].object_id
}

resource "azuread_application_password" "key" {
  application_id      = azuread_application.esia.id
  display_name        = "key ${var.key}"
  end_date            = var.end
  rotate_when_changed = { number = var.key }

  lifecycle {
    create_before_destroy = true
    ignore_changes        = [end_date]
  }
}

output "key" {
  value     = azuread_application_password.key.value
  sensitive = true
}
