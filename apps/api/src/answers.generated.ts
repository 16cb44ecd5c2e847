// Written by `npm run docs`; change the controllers' types instead.
import type { Answers } from './openapi.js';

export const answers: Answers = {
  "operations": {
    "Assessment_acknowledge": {
      "type": "object",
      "properties": {
        "acknowledged": {
          "type": "boolean"
        }
      },
      "required": [
        "acknowledged"
      ]
    },
    "Assessment_answer": {
      "type": "object",
      "properties": {
        "attempt": {
          "type": "string"
        },
        "saved": {
          "type": "number"
        }
      },
      "required": [
        "attempt",
        "saved"
      ]
    },
    "Assessment_attempt": {
      "type": "object"
    },
    "Assessment_attempts": {
      "type": "object",
      "properties": {
        "attempts": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/AttemptDocument"
          }
        }
      },
      "required": [
        "attempts"
      ]
    },
    "Assessment_start": {
      "type": "object",
      "properties": {
        "attempt": {
          "type": "string"
        }
      },
      "required": [
        "attempt"
      ]
    },
    "Assessment_submit": {
      "type": "object",
      "properties": {
        "attempt": {
          "type": "string"
        },
        "late": {
          "type": "boolean"
        }
      },
      "required": [
        "attempt",
        "late"
      ]
    },
    "Catalogue_courses": {
      "type": "object",
      "properties": {
        "items": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/CourseDocument"
          }
        },
        "next": {
          "type": "string"
        }
      },
      "required": [
        "items"
      ]
    },
    "Catalogue_draw": {
      "type": "object",
      "properties": {
        "offering": {
          "type": "string"
        },
        "applicants": {
          "type": "number"
        },
        "enrolled": {
          "type": "number"
        },
        "waitlisted": {
          "type": "number"
        }
      },
      "required": [
        "offering",
        "applicants",
        "enrolled",
        "waitlisted"
      ]
    },
    "Catalogue_offerings": {
      "type": "object",
      "properties": {
        "items": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/OfferingRow"
          }
        },
        "next": {
          "type": "string"
        }
      },
      "required": [
        "items"
      ]
    },
    "Catalogue_open": {
      "type": "object",
      "properties": {
        "offering": {
          "type": "string"
        }
      },
      "required": [
        "offering"
      ]
    },
    "Catalogue_participants": {
      "type": "object",
      "properties": {
        "items": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/EnrolmentDocument"
          }
        },
        "next": {
          "type": "string"
        }
      },
      "required": [
        "items"
      ]
    },
    "Catalogue_register": {
      "type": "object",
      "properties": {
        "course": {
          "type": "string"
        }
      },
      "required": [
        "course"
      ]
    },
    "Countries_clock": {
      "type": "object",
      "properties": {
        "at": {
          "type": "string"
        }
      },
      "required": [
        "at"
      ]
    },
    "Countries_create": {
      "type": "object",
      "properties": {
        "country": {
          "type": "string"
        },
        "origin": {
          "type": "string",
          "enum": [
            "real",
            "simulated"
          ]
        },
        "position": {
          "type": "string"
        }
      },
      "required": [
        "country",
        "origin"
      ]
    },
    "Countries_facts": {
      "$ref": "#/components/schemas/CountryDocument"
    },
    "Countries_list": {
      "type": "object",
      "properties": {
        "items": {
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "country": {
                "type": "string"
              },
              "name": {
                "type": "object",
                "additionalProperties": {
                  "type": "string"
                }
              },
              "origin": {
                "$ref": "#/components/schemas/Origin"
              },
              "timeZone": {
                "type": "string"
              },
              "languages": {
                "type": "array",
                "items": {
                  "type": "string"
                }
              }
            },
            "required": [
              "country",
              "name",
              "origin",
              "timeZone",
              "languages"
            ]
          }
        }
      },
      "required": [
        "items"
      ]
    },
    "Countries_plan": {
      "type": "object",
      "properties": {
        "cycle": {
          "type": "string"
        },
        "pack": {
          "type": "string"
        },
        "status": {
          "type": "string"
        }
      },
      "required": [
        "cycle",
        "pack",
        "status"
      ]
    },
    "Cycles_advance": {
      "type": "object",
      "properties": {
        "cycle": {
          "type": "string"
        },
        "stage": {
          "$ref": "#/components/schemas/Stage"
        }
      },
      "required": [
        "cycle",
        "stage"
      ]
    },
    "Cycles_changeWindow": {
      "type": "object",
      "properties": {
        "cycle": {
          "type": "string"
        },
        "stage": {
          "$ref": "#/components/schemas/Stage"
        }
      },
      "required": [
        "cycle",
        "stage"
      ]
    },
    "Cycles_close": {
      "type": "object",
      "properties": {
        "cycle": {
          "type": "string"
        },
        "status": {
          "type": "string"
        }
      },
      "required": [
        "cycle",
        "status"
      ]
    },
    "Cycles_cycle": {
      "$ref": "#/components/schemas/ShownCycle"
    },
    "Cycles_cycles": {
      "type": "object",
      "properties": {
        "items": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/ListedCycle"
          }
        },
        "next": {
          "description": "Cursor of the next page; absent on the last.",
          "type": "string"
        }
      },
      "required": [
        "items"
      ]
    },
    "Cycles_invite": {
      "type": "object",
      "properties": {
        "invitations": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/Invitation"
          }
        },
        "expiresAt": {
          "type": "string"
        }
      },
      "required": [
        "invitations",
        "expiresAt"
      ]
    },
    "Cycles_open": {
      "type": "object",
      "properties": {
        "cycle": {
          "type": "string"
        },
        "status": {
          "type": "string"
        }
      },
      "required": [
        "cycle",
        "status"
      ]
    },
    "Cycles_plan": {
      "type": "object",
      "properties": {
        "cycle": {
          "type": "string"
        }
      },
      "required": [
        "cycle"
      ]
    },
    "Evaluation_dashboard": {
      "$ref": "#/components/schemas/DashboardAnswer"
    },
    "Evaluation_dataState": {
      "$ref": "#/components/schemas/DataStateAnswer"
    },
    "Evaluation_funnel": {
      "$ref": "#/components/schemas/FunnelAnswer"
    },
    "Evaluation_gain": {
      "$ref": "#/components/schemas/GainAnswer"
    },
    "Evaluation_gapHeatMap": {
      "$ref": "#/components/schemas/GapHeatMapAnswer"
    },
    "Evaluation_schoolParticipation": {
      "$ref": "#/components/schemas/SchoolParticipationAnswer"
    },
    "Frameworks_framework": {
      "$ref": "#/components/schemas/FrameworkDocument"
    },
    "Frameworks_frameworks": {
      "type": "object",
      "properties": {
        "items": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/Listed"
          }
        },
        "next": {
          "type": "string"
        }
      },
      "required": [
        "items"
      ]
    },
    "Health_live": {
      "type": "object",
      "properties": {
        "status": {
          "type": "string"
        }
      },
      "required": [
        "status"
      ]
    },
    "Health_ready": {
      "type": "object",
      "properties": {
        "status": {
          "description": "The overall status of the Health Check",
          "$ref": "#/components/schemas/HealthCheckStatus"
        },
        "info": {
          "description": "The info object contains information of each health indicator which is of status \"up\" or \"degraded\"",
          "type": "object",
          "additionalProperties": {
            "type": "object",
            "properties": {
              "status": {
                "$ref": "#/components/schemas/HealthIndicatorStatus"
              }
            },
            "required": [
              "status"
            ],
            "additionalProperties": {}
          }
        },
        "error": {
          "description": "The error object contains information of each health indicator which is of status \"down\"",
          "type": "object",
          "additionalProperties": {
            "type": "object",
            "properties": {
              "status": {
                "$ref": "#/components/schemas/HealthIndicatorStatus"
              }
            },
            "required": [
              "status"
            ],
            "additionalProperties": {}
          }
        },
        "details": {
          "description": "The details object contains information of every health indicator.",
          "type": "object",
          "additionalProperties": {
            "type": "object",
            "properties": {
              "status": {
                "$ref": "#/components/schemas/HealthIndicatorStatus"
              }
            },
            "required": [
              "status"
            ],
            "additionalProperties": {}
          }
        }
      },
      "required": [
        "status",
        "details"
      ]
    },
    "Learning_accept": {
      "type": "object",
      "properties": {
        "accepted": {
          "type": "boolean"
        }
      },
      "required": [
        "accepted"
      ]
    },
    "Learning_complete": {
      "type": "object",
      "properties": {
        "enrolment": {
          "type": "string"
        },
        "status": {
          "type": "string"
        }
      },
      "required": [
        "enrolment",
        "status"
      ]
    },
    "Learning_drop": {
      "type": "object",
      "properties": {
        "enrolment": {
          "type": "string"
        },
        "status": {
          "type": "string"
        }
      },
      "required": [
        "enrolment",
        "status"
      ]
    },
    "Learning_enrol": {
      "$ref": "#/components/schemas/EnrolmentAnswer"
    },
    "Learning_enrolments": {
      "type": "object",
      "properties": {
        "items": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/EnrolmentRow"
          }
        }
      },
      "required": [
        "items"
      ]
    },
    "Learning_generate": {
      "$ref": "#/components/schemas/DerivedPath"
    },
    "Learning_path": {
      "$ref": "#/components/schemas/PathAnswer"
    },
    "Learning_progress": {
      "type": "object",
      "properties": {
        "enrolment": {
          "type": "string"
        },
        "percent": {
          "type": "number"
        }
      },
      "required": [
        "enrolment",
        "percent"
      ]
    },
    "Learning_start": {
      "type": "object",
      "properties": {
        "enrolment": {
          "type": "string"
        },
        "status": {
          "type": "string"
        }
      },
      "required": [
        "enrolment",
        "status"
      ]
    },
    "Operations_code": {
      "type": "object",
      "properties": {
        "codes": {
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "code": {
                "type": "string"
              },
              "link": {
                "type": "string"
              },
              "expiresAt": {
                "type": "string"
              }
            },
            "required": [
              "link",
              "expiresAt"
            ]
          }
        }
      },
      "required": [
        "codes"
      ]
    },
    "Operations_digest": {
      "type": "object",
      "properties": {
        "digest": {
          "type": "string"
        },
        "events": {
          "type": "number"
        }
      },
      "required": [
        "digest",
        "events"
      ]
    },
    "Operations_events": {
      "type": "object",
      "properties": {
        "next": {
          "type": "string"
        },
        "items": {
          "type": "array",
          "items": {
            "type": "object"
          }
        }
      },
      "required": [
        "items"
      ]
    },
    "Operations_problem": {
      "type": "object",
      "properties": {
        "type": {
          "type": "string"
        },
        "status": {
          "type": "number",
          "enum": [
            400,
            401,
            403,
            404,
            409,
            410,
            412,
            413,
            415,
            422,
            428,
            429,
            503
          ]
        },
        "title": {
          "type": "string"
        },
        "detail": {
          "type": "string"
        }
      },
      "required": [
        "type"
      ]
    },
    "Operations_problems": {
      "type": "object",
      "properties": {
        "items": {
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "type": {
                "type": "string"
              },
              "status": {
                "type": "number",
                "enum": [
                  400,
                  401,
                  403,
                  404,
                  409,
                  410,
                  412,
                  413,
                  415,
                  422,
                  428,
                  429,
                  503
                ]
              },
              "title": {
                "type": "string"
              },
              "detail": {
                "type": "string"
              }
            },
            "required": [
              "type"
            ]
          }
        }
      },
      "required": [
        "items"
      ]
    },
    "Operations_rebuild": {
      "type": "object",
      "properties": {
        "projection": {
          "type": "string"
        },
        "state": {
          "type": "string"
        }
      },
      "required": [
        "projection",
        "state"
      ]
    },
    "Operations_token": {
      "type": "object",
      "properties": {
        "token": {
          "type": "string"
        },
        "expiresIn": {
          "type": "number"
        }
      },
      "required": [
        "token",
        "expiresIn"
      ]
    },
    "Operations_unpark": {
      "$ref": "#/components/schemas/UnparkOutcome"
    },
    "Operations_verify": {
      "type": "object",
      "properties": {
        "events": {
          "type": "number"
        },
        "documents": {
          "type": "number"
        },
        "differing": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/Difference"
          }
        },
        "liveDigest": {
          "type": "string"
        },
        "replayDigest": {
          "type": "string"
        },
        "same": {
          "type": "boolean"
        }
      },
      "required": [
        "events",
        "documents",
        "differing",
        "liveDigest",
        "replayDigest",
        "same"
      ]
    },
    "Operations_views": {
      "type": "object",
      "properties": {
        "items": {
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "rebuilt": {
                "type": "object",
                "properties": {
                  "events": {
                    "type": "number"
                  },
                  "of": {
                    "type": "number"
                  }
                },
                "required": [
                  "events",
                  "of"
                ]
              },
              "problem": {
                "$ref": "#/components/schemas/Problem"
              },
              "projection": {
                "type": "string"
              },
              "version": {
                "type": "number"
              },
              "state": {
                "$ref": "#/components/schemas/ProjectionState"
              },
              "lagEvents": {
                "type": "number"
              },
              "lagSeconds": {
                "type": "number"
              },
              "parked": {
                "type": "array",
                "items": {
                  "type": "object",
                  "properties": {
                    "stream": {
                      "type": "string"
                    },
                    "eventId": {
                      "type": "string"
                    },
                    "type": {
                      "type": "string"
                    },
                    "revision": {
                      "type": "number"
                    },
                    "reason": {
                      "type": "string"
                    },
                    "held": {
                      "type": "number"
                    }
                  },
                  "required": [
                    "stream",
                    "eventId",
                    "type",
                    "revision",
                    "reason",
                    "held"
                  ]
                }
              }
            },
            "required": [
              "projection",
              "version",
              "state",
              "lagEvents",
              "lagSeconds",
              "parked"
            ]
          }
        }
      },
      "required": [
        "items"
      ]
    },
    "Participation_consent": {
      "type": "object",
      "properties": {
        "cycle": {
          "type": "string"
        },
        "purposes": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/Purpose"
          }
        }
      },
      "required": [
        "cycle",
        "purposes"
      ]
    },
    "Participation_participation": {
      "$ref": "#/components/schemas/MyParticipationView"
    },
    "Participation_withdraw": {
      "type": "object",
      "properties": {
        "cycle": {
          "type": "string"
        },
        "withdrawn": {
          "type": "array",
          "items": {
            "type": "string"
          }
        }
      },
      "required": [
        "cycle",
        "withdrawn"
      ]
    },
    "Schools_defineMapping": {
      "type": "object",
      "properties": {
        "name": {
          "type": "string"
        }
      },
      "required": [
        "name"
      ]
    },
    "Schools_findings": {
      "type": "object",
      "properties": {
        "items": {
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "reason": {
                "description": "In English; other languages are made from `code` and `values`.",
                "type": "string"
              },
              "value": {
                "type": "string"
              },
              "code": {
                "type": "string"
              },
              "values": {
                "type": "object",
                "additionalProperties": {
                  "anyOf": [
                    {
                      "type": "string"
                    },
                    {
                      "type": "number"
                    }
                  ]
                }
              },
              "severity": {
                "type": "string",
                "enum": [
                  "error",
                  "warning"
                ]
              },
              "row": {
                "type": "number"
              },
              "column": {
                "type": "string"
              }
            },
            "required": [
              "reason",
              "code",
              "severity",
              "row"
            ]
          }
        },
        "next": {
          "description": "Cursor of the next page; absent on the last.",
          "type": "string"
        }
      },
      "required": [
        "items"
      ]
    },
    "Schools_import": {
      "type": "object",
      "properties": {
        "import": {
          "type": "string"
        },
        "mapping": {
          "type": "string"
        },
        "fileDigest": {
          "description": "SHA-256 of the file, hexadecimal.",
          "type": "string"
        },
        "rows": {
          "type": "number"
        },
        "created": {
          "type": "number"
        },
        "updated": {
          "type": "number"
        },
        "unchanged": {
          "type": "number"
        },
        "errors": {
          "type": "number"
        },
        "findings": {
          "type": "number"
        },
        "missing": {
          "description": "Fact (`sector`, `latitude`) → number of schools without it.",
          "type": "object",
          "additionalProperties": {
            "type": "number"
          }
        },
        "findingsByCode": {
          "description": "Finding code → how often.",
          "type": "object",
          "additionalProperties": {
            "type": "number"
          }
        }
      },
      "required": [
        "import",
        "mapping",
        "fileDigest",
        "rows",
        "created",
        "updated",
        "unchanged",
        "errors",
        "findings",
        "missing",
        "findingsByCode"
      ]
    },
    "Schools_imports": {
      "type": "object",
      "properties": {
        "items": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/SchoolImportDocument"
          }
        },
        "next": {
          "description": "Cursor of the next page; absent on the last.",
          "type": "string"
        }
      },
      "required": [
        "items"
      ]
    },
    "Schools_mappings": {
      "type": "object",
      "properties": {
        "items": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/SchoolMappingDocument"
          }
        },
        "next": {
          "description": "Cursor of the next page; absent on the last.",
          "type": "string"
        }
      },
      "required": [
        "items"
      ]
    },
    "Schools_record": {
      "type": "object",
      "properties": {
        "code": {
          "type": "string"
        },
        "changed": {
          "type": "array",
          "items": {
            "type": "string"
          }
        }
      },
      "required": [
        "code",
        "changed"
      ]
    },
    "Schools_school": {
      "$ref": "#/components/schemas/Shown"
    },
    "Schools_schools": {
      "type": "object",
      "properties": {
        "items": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/Shown"
          }
        },
        "next": {
          "description": "Cursor of the next page; absent on the last.",
          "type": "string"
        }
      },
      "required": [
        "items"
      ]
    },
    "Session_keys": {
      "type": "object"
    },
    "Session_me": {
      "type": "object",
      "properties": {
        "school": {
          "type": "string"
        },
        "teacher": {
          "type": "string"
        },
        "subject": {
          "type": "string"
        },
        "role": {
          "type": "string"
        },
        "country": {
          "type": "string"
        }
      },
      "required": [
        "subject",
        "role",
        "country"
      ]
    },
    "Session_open": {
      "type": "object",
      "properties": {
        "school": {
          "type": "string"
        },
        "teacher": {
          "type": "string"
        },
        "subject": {
          "type": "string"
        },
        "role": {
          "type": "string"
        },
        "country": {
          "type": "string"
        }
      },
      "required": [
        "subject",
        "role",
        "country"
      ]
    },
    "Session_signIn": {
      "type": "object",
      "properties": {
        "school": {
          "type": "string"
        },
        "teacher": {
          "type": "string"
        },
        "subject": {
          "type": "string"
        },
        "role": {
          "type": "string"
        },
        "country": {
          "type": "string"
        },
        "token": {
          "type": "string"
        },
        "expiresIn": {
          "type": "number"
        }
      },
      "required": [
        "subject",
        "role",
        "country",
        "token",
        "expiresIn"
      ]
    },
    "Teachers_assign": {
      "type": "object",
      "properties": {
        "teacher": {
          "type": "string"
        },
        "school": {
          "type": "string"
        }
      },
      "required": [
        "teacher",
        "school"
      ]
    },
    "Teachers_forget": {
      "type": "object",
      "properties": {
        "teacher": {
          "type": "string"
        },
        "destroyedAt": {
          "type": "string"
        },
        "keyDigest": {
          "type": "string"
        }
      },
      "required": [
        "teacher",
        "destroyedAt",
        "keyDigest"
      ]
    },
    "Teachers_identity": {
      "type": "object",
      "properties": {
        "teacher": {
          "type": "string"
        },
        "identity": {
          "anyOf": [
            {
              "$ref": "#/components/schemas/Identity"
            },
            {
              "type": "null"
            }
          ]
        },
        "erased": {
          "type": "boolean"
        },
        "certificate": {
          "description": "Where the person was forgotten.",
          "$ref": "#/components/schemas/DestructionCertificate"
        }
      },
      "required": [
        "teacher",
        "identity",
        "erased"
      ]
    },
    "Teachers_leave": {
      "type": "object",
      "properties": {
        "teacher": {
          "type": "string"
        },
        "school": {
          "type": "string"
        }
      },
      "required": [
        "teacher",
        "school"
      ]
    },
    "Teachers_register": {
      "type": "object",
      "properties": {
        "teacher": {
          "type": "string"
        }
      },
      "required": [
        "teacher"
      ]
    },
    "Teachers_teacher": {
      "$ref": "#/components/schemas/IdentifiedTeacher"
    },
    "Teachers_teachers": {
      "type": "object",
      "properties": {
        "items": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/IdentifiedTeacher"
          }
        },
        "next": {
          "description": "Cursor of the next page; absent on the last.",
          "type": "string"
        }
      },
      "required": [
        "items"
      ]
    }
  },
  "schemas": {
    "Allocation": {
      "type": "string",
      "enum": [
        "first-come",
        "lottery"
      ]
    },
    "Answer": {
      "anyOf": [
        {
          "type": "string"
        },
        {
          "type": "number"
        }
      ]
    },
    "Assignment": {
      "type": "object",
      "properties": {
        "school": {
          "type": "string"
        },
        "educationLevel": {
          "type": "string"
        },
        "subject": {
          "type": "string"
        },
        "hours": {
          "description": "Hours a week.",
          "type": "number"
        }
      },
      "required": [
        "school",
        "educationLevel",
        "hours"
      ]
    },
    "AttemptDocument": {
      "type": "object",
      "properties": {
        "attempt": {
          "type": "string"
        },
        "teacher": {
          "type": "string"
        },
        "cycle": {
          "type": "string"
        },
        "occasion": {
          "$ref": "#/components/schemas/Occasion"
        },
        "instrument": {
          "type": "string"
        },
        "version": {
          "type": "number"
        },
        "measure": {
          "$ref": "#/components/schemas/MeasureKind"
        },
        "scale": {
          "type": "string"
        },
        "closes": {
          "description": "The window as it stood when the attempt began.",
          "type": "string"
        },
        "graceUntil": {
          "type": "string"
        },
        "status": {
          "type": "string",
          "enum": [
            "started",
            "submitted"
          ]
        },
        "startedAt": {
          "type": "string"
        },
        "submittedAt": {
          "type": "string"
        },
        "late": {
          "type": "boolean"
        },
        "answers": {
          "type": "object",
          "additionalProperties": {
            "$ref": "#/components/schemas/Answer"
          }
        },
        "result": {
          "type": "object",
          "properties": {
            "scoring": {
              "type": "string"
            },
            "whole": {
              "$ref": "#/components/schemas/Score"
            },
            "byDimension": {
              "type": "object",
              "additionalProperties": {
                "$ref": "#/components/schemas/Score"
              }
            },
            "byCompetency": {
              "type": "object",
              "additionalProperties": {
                "$ref": "#/components/schemas/Score"
              }
            }
          },
          "required": [
            "scoring",
            "whole",
            "byDimension",
            "byCompetency"
          ]
        },
        "profile": {
          "type": "object",
          "properties": {
            "educationLevel": {
              "type": "string"
            },
            "targetProfile": {
              "type": "string"
            },
            "gapRules": {
              "type": "string"
            },
            "gaps": {
              "type": "array",
              "items": {
                "$ref": "#/components/schemas/Gap"
              }
            }
          },
          "required": [
            "educationLevel",
            "targetProfile",
            "gapRules",
            "gaps"
          ]
        }
      },
      "required": [
        "attempt",
        "teacher",
        "cycle",
        "occasion",
        "instrument",
        "version",
        "measure",
        "scale",
        "closes",
        "graceUntil",
        "status",
        "startedAt",
        "answers"
      ]
    },
    "CodedPlace": {
      "type": "object",
      "properties": {
        "code": {
          "type": "string"
        },
        "name": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          }
        }
      },
      "required": [
        "code",
        "name"
      ]
    },
    "Competency": {
      "type": "object",
      "properties": {
        "code": {
          "type": "string"
        },
        "name": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          }
        },
        "dimension": {
          "description": "The area, aspect or (of a flat list) the dimension itself that it is counted under.",
          "type": "string"
        }
      },
      "required": [
        "code",
        "name",
        "dimension"
      ]
    },
    "CountryDocument": {
      "type": "object",
      "properties": {
        "country": {
          "type": "string"
        },
        "name": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          }
        },
        "origin": {
          "$ref": "#/components/schemas/Origin"
        },
        "timeZone": {
          "type": "string"
        },
        "languages": {
          "type": "array",
          "items": {
            "type": "string"
          }
        },
        "suppressionThreshold": {
          "description": "Smallest group whose results are shown.",
          "type": "number"
        },
        "createdAt": {
          "type": "string"
        },
        "pack": {
          "description": "`null` for a bare country, which has no codes of its own.",
          "type": [
            "object",
            "null"
          ],
          "properties": {
            "pack": {
              "type": "string"
            },
            "version": {
              "type": "string"
            },
            "digest": {
              "type": "string"
            }
          },
          "required": [
            "pack",
            "version",
            "digest"
          ]
        },
        "regions": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/CodedPlace"
          }
        },
        "sectors": {
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "code": {
                "type": "string"
              },
              "name": {
                "type": "object",
                "additionalProperties": {
                  "type": "string"
                }
              },
              "regional": {
                "type": "string"
              }
            },
            "required": [
              "code",
              "name",
              "regional"
            ]
          }
        },
        "educationLevels": {
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "code": {
                "type": "string"
              },
              "name": {
                "type": "object",
                "additionalProperties": {
                  "type": "string"
                }
              },
              "isced": {
                "type": "array",
                "items": {
                  "type": "string"
                }
              }
            },
            "required": [
              "code",
              "name",
              "isced"
            ]
          }
        },
        "notices": {
          "type": "array",
          "items": {
            "type": "object",
            "additionalProperties": {
              "type": "string"
            }
          }
        }
      },
      "required": [
        "country",
        "name",
        "origin",
        "timeZone",
        "languages",
        "suppressionThreshold",
        "createdAt",
        "pack",
        "regions",
        "sectors",
        "educationLevels",
        "notices"
      ]
    },
    "CourseDocument": {
      "type": "object",
      "properties": {
        "course": {
          "type": "string"
        },
        "title": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          }
        },
        "description": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          }
        },
        "provider": {
          "type": "string"
        },
        "hours": {
          "description": "Hours of work, 4 to 40.",
          "type": "number"
        },
        "language": {
          "type": "string"
        },
        "develops": {
          "description": "What it takes a teacher from and to, as proficiency levels 0 to 5, competency by competency.",
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "competency": {
                "type": "string"
              },
              "from": {
                "type": "number"
              },
              "to": {
                "type": "number"
              }
            },
            "required": [
              "competency",
              "from",
              "to"
            ]
          }
        },
        "accessibility": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          }
        },
        "offline": {
          "description": "Whether it can be followed without a connection.",
          "type": "boolean"
        },
        "licence": {
          "type": "string"
        },
        "registeredAt": {
          "type": "string"
        }
      },
      "required": [
        "course",
        "title",
        "description",
        "provider",
        "hours",
        "language",
        "develops",
        "accessibility",
        "offline",
        "licence",
        "registeredAt"
      ]
    },
    "DashboardAnswer": {
      "type": "object",
      "properties": {
        "title": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          }
        },
        "status": {
          "type": "string",
          "enum": [
            "planned",
            "open",
            "closed"
          ]
        },
        "stage": {
          "type": [
            "string",
            "null"
          ]
        },
        "target": {
          "description": "Teachers the cycle wants to reach; `null` where none was set.",
          "type": [
            "number",
            "null"
          ]
        },
        "invited": {
          "type": "number"
        },
        "reached": {
          "description": "Distinct persons who have seen their profile; `of` is the target.",
          "anyOf": [
            {
              "$ref": "#/components/schemas/Ratio"
            },
            {
              "type": "object",
              "properties": {
                "n": {
                  "type": "number"
                },
                "of": {
                  "type": "null"
                },
                "share": {
                  "type": "null"
                }
              },
              "required": [
                "n",
                "of",
                "share"
              ]
            }
          ]
        },
        "trained": {
          "description": "Distinct persons who completed at least one course; `of` is the target.",
          "anyOf": [
            {
              "$ref": "#/components/schemas/Ratio"
            },
            {
              "type": "object",
              "properties": {
                "n": {
                  "type": "number"
                },
                "of": {
                  "type": "null"
                },
                "share": {
                  "type": "null"
                }
              },
              "required": [
                "n",
                "of",
                "share"
              ]
            }
          ]
        },
        "repeaters": {
          "type": "number"
        },
        "withdrawn": {
          "type": "number"
        },
        "schools": {
          "type": "number"
        },
        "people": {
          "description": "People by group: counts, never withheld.",
          "type": "object",
          "properties": {
            "educationLevel": {
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "cell": {
                    "type": "string"
                  },
                  "invited": {
                    "type": "number"
                  },
                  "submitted": {
                    "type": "number"
                  },
                  "reached": {
                    "type": "number"
                  },
                  "trained": {
                    "type": "number"
                  }
                },
                "required": [
                  "cell",
                  "invited",
                  "submitted",
                  "reached",
                  "trained"
                ]
              }
            },
            "region": {
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "cell": {
                    "type": "string"
                  },
                  "invited": {
                    "type": "number"
                  },
                  "submitted": {
                    "type": "number"
                  },
                  "reached": {
                    "type": "number"
                  },
                  "trained": {
                    "type": "number"
                  }
                },
                "required": [
                  "cell",
                  "invited",
                  "submitted",
                  "reached",
                  "trained"
                ]
              }
            },
            "sector": {
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "cell": {
                    "type": "string"
                  },
                  "invited": {
                    "type": "number"
                  },
                  "submitted": {
                    "type": "number"
                  },
                  "reached": {
                    "type": "number"
                  },
                  "trained": {
                    "type": "number"
                  }
                },
                "required": [
                  "cell",
                  "invited",
                  "submitted",
                  "reached",
                  "trained"
                ]
              }
            },
            "rurality": {
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "cell": {
                    "type": "string"
                  },
                  "invited": {
                    "type": "number"
                  },
                  "submitted": {
                    "type": "number"
                  },
                  "reached": {
                    "type": "number"
                  },
                  "trained": {
                    "type": "number"
                  }
                },
                "required": [
                  "cell",
                  "invited",
                  "submitted",
                  "reached",
                  "trained"
                ]
              }
            },
            "gender": {
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "cell": {
                    "type": "string"
                  },
                  "invited": {
                    "type": "number"
                  },
                  "submitted": {
                    "type": "number"
                  },
                  "reached": {
                    "type": "number"
                  },
                  "trained": {
                    "type": "number"
                  }
                },
                "required": [
                  "cell",
                  "invited",
                  "submitted",
                  "reached",
                  "trained"
                ]
              }
            }
          },
          "required": [
            "educationLevel",
            "region",
            "sector",
            "rurality",
            "gender"
          ]
        },
        "measures": {
          "description": "The self-rating first, then the test. Gains come from the test, gaps and paths from the self-rating; nothing equates the two.",
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/MeasureBreakdown"
          }
        },
        "cycle": {
          "type": "string"
        },
        "simulated": {
          "description": "The data of an invented country: every page, print and export says so.",
          "type": "boolean"
        },
        "asOf": {
          "description": "`recordedAt` (RFC 3339, UTC) of the last event of the cycle in these numbers; `null` before the first.",
          "type": [
            "string",
            "null"
          ]
        },
        "k": {
          "description": "Fewest people behind a shown result.",
          "type": "number"
        }
      },
      "required": [
        "title",
        "status",
        "stage",
        "target",
        "invited",
        "reached",
        "trained",
        "repeaters",
        "withdrawn",
        "schools",
        "people",
        "measures",
        "cycle",
        "simulated",
        "asOf",
        "k"
      ]
    },
    "DataStateAnswer": {
      "type": "object",
      "properties": {
        "status": {
          "type": "string",
          "enum": [
            "planned",
            "open",
            "closed"
          ]
        },
        "stage": {
          "type": [
            "string",
            "null"
          ]
        },
        "persons": {
          "type": "number"
        },
        "schools": {
          "type": "number"
        },
        "submitted": {
          "type": "number"
        },
        "late": {
          "type": "number"
        },
        "withdrawn": {
          "type": "number"
        },
        "withoutStatistics": {
          "type": "number"
        },
        "erased": {
          "type": "number"
        },
        "repeaters": {
          "type": "number"
        },
        "unknown": {
          "description": "Persons about whom the fact is missing.",
          "type": "object",
          "properties": {
            "educationLevel": {
              "$ref": "#/components/schemas/Ratio"
            },
            "region": {
              "$ref": "#/components/schemas/Ratio"
            },
            "sector": {
              "$ref": "#/components/schemas/Ratio"
            },
            "rurality": {
              "$ref": "#/components/schemas/Ratio"
            },
            "gender": {
              "$ref": "#/components/schemas/Ratio"
            }
          },
          "required": [
            "educationLevel",
            "region",
            "sector",
            "rurality",
            "gender"
          ]
        },
        "results": {
          "description": "By measure: how many have a first result, a last one, both.",
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/GainBasis"
          }
        },
        "views": {
          "description": "How far the views are behind the record, and what is parked; empty where nobody tells.",
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/ViewStatus"
          }
        },
        "cycle": {
          "type": "string"
        },
        "simulated": {
          "description": "The data of an invented country: every page, print and export says so.",
          "type": "boolean"
        },
        "asOf": {
          "description": "`recordedAt` (RFC 3339, UTC) of the last event of the cycle in these numbers; `null` before the first.",
          "type": [
            "string",
            "null"
          ]
        },
        "k": {
          "description": "Fewest people behind a shown result.",
          "type": "number"
        }
      },
      "required": [
        "status",
        "stage",
        "persons",
        "schools",
        "submitted",
        "late",
        "withdrawn",
        "withoutStatistics",
        "erased",
        "repeaters",
        "unknown",
        "results",
        "views",
        "cycle",
        "simulated",
        "asOf",
        "k"
      ]
    },
    "DerivedPath": {
      "type": "object",
      "properties": {
        "steps": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/PathStep"
          }
        },
        "withoutCourse": {
          "type": "array",
          "items": {
            "type": "string"
          }
        }
      },
      "required": [
        "steps",
        "withoutCourse"
      ]
    },
    "DestructionCertificate": {
      "type": "object",
      "properties": {
        "pseudonym": {
          "type": "string"
        },
        "destroyedAt": {
          "type": "string"
        },
        "keyDigest": {
          "description": "SHA-256 of the destroyed key, hexadecimal: proves which key it was, opens nothing.",
          "type": "string"
        }
      },
      "required": [
        "pseudonym",
        "destroyedAt",
        "keyDigest"
      ]
    },
    "Difference": {
      "type": "object",
      "properties": {
        "projection": {
          "type": "string"
        },
        "collection": {
          "type": "string"
        },
        "id": {
          "type": "string"
        },
        "kind": {
          "type": "string",
          "enum": [
            "only-live",
            "only-replay",
            "differs"
          ]
        }
      },
      "required": [
        "projection",
        "collection",
        "id",
        "kind"
      ]
    },
    "EnrolmentAnswer": {
      "type": "object",
      "properties": {
        "enrolment": {
          "type": "string"
        },
        "status": {
          "description": "`requested`: the seats of this offering are drawn by lot.",
          "type": "string",
          "enum": [
            "enrolled",
            "requested",
            "waiting"
          ]
        },
        "place": {
          "description": "On the waiting list, from 1.",
          "type": "number"
        }
      },
      "required": [
        "enrolment",
        "status"
      ]
    },
    "EnrolmentDocument": {
      "type": "object",
      "properties": {
        "enrolment": {
          "type": "string"
        },
        "teacher": {
          "type": "string"
        },
        "cycle": {
          "type": "string"
        },
        "offering": {
          "type": "string"
        },
        "status": {
          "$ref": "#/components/schemas/EnrolmentStatus"
        },
        "requestedAt": {
          "type": "string"
        },
        "waitingSince": {
          "type": "string"
        },
        "place": {
          "description": "On the waiting list, from 1.",
          "type": "number"
        },
        "enrolledAt": {
          "type": "string"
        },
        "startedAt": {
          "type": "string"
        },
        "percent": {
          "type": "number"
        },
        "completedAt": {
          "type": "string"
        },
        "droppedAt": {
          "type": "string"
        },
        "dropReason": {
          "type": "string",
          "enum": [
            "no-time",
            "no-connection",
            "not-what-i-need",
            "left-the-school",
            "other"
          ]
        }
      },
      "required": [
        "enrolment",
        "teacher",
        "cycle",
        "offering",
        "status"
      ]
    },
    "EnrolmentRow": {
      "type": "object",
      "properties": {
        "status": {
          "$ref": "#/components/schemas/EnrolmentStatus"
        },
        "cycle": {
          "type": "string"
        },
        "offering": {
          "type": "string"
        },
        "enrolment": {
          "type": "string"
        },
        "requestedAt": {
          "type": "string"
        },
        "waitingSince": {
          "type": "string"
        },
        "place": {
          "description": "On the waiting list, from 1.",
          "type": "number"
        },
        "enrolledAt": {
          "type": "string"
        },
        "startedAt": {
          "type": "string"
        },
        "percent": {
          "type": "number"
        },
        "completedAt": {
          "type": "string"
        },
        "droppedAt": {
          "type": "string"
        },
        "dropReason": {
          "type": "string",
          "enum": [
            "no-time",
            "no-connection",
            "not-what-i-need",
            "left-the-school",
            "other"
          ]
        },
        "course": {
          "type": "string"
        },
        "modality": {
          "type": "string",
          "enum": [
            "distance",
            "hybrid",
            "in-class"
          ]
        },
        "starts": {
          "type": "string"
        },
        "ends": {
          "type": "string"
        },
        "title": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          }
        },
        "hours": {
          "description": "Hours of work, 4 to 40.",
          "type": "number"
        }
      },
      "required": [
        "status",
        "cycle",
        "offering",
        "enrolment"
      ]
    },
    "EnrolmentStatus": {
      "type": "string",
      "enum": [
        "started",
        "enrolled",
        "requested",
        "waiting",
        "completed",
        "dropped"
      ]
    },
    "FrameworkDocument": {
      "type": "object",
      "properties": {
        "framework": {
          "type": "string"
        },
        "version": {
          "type": "string"
        },
        "number": {
          "description": "The version as a number, so that the newest can be found.",
          "type": "number"
        },
        "shape": {
          "type": "string",
          "enum": [
            "levelled",
            "matrix",
            "flat"
          ]
        },
        "title": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          }
        },
        "publisher": {
          "type": "string"
        },
        "year": {
          "type": "number"
        },
        "source": {
          "type": "string"
        },
        "licence": {
          "type": "object",
          "properties": {
            "id": {
              "type": "string"
            },
            "uri": {
              "type": "string"
            },
            "attribution": {
              "type": "object",
              "additionalProperties": {
                "type": "string"
              }
            }
          },
          "required": [
            "id",
            "uri",
            "attribution"
          ]
        },
        "status": {
          "type": "string",
          "enum": [
            "complete",
            "incomplete"
          ]
        },
        "adoptedAt": {
          "type": "string"
        },
        "dimensions": {
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "code": {
                "type": "string"
              },
              "name": {
                "type": "object",
                "additionalProperties": {
                  "type": "string"
                }
              }
            },
            "required": [
              "code",
              "name"
            ]
          }
        },
        "competencies": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/Competency"
          }
        },
        "levels": {
          "description": "From the lowest to the highest; `null` for shapes without.",
          "type": [
            "array",
            "null"
          ],
          "items": {
            "type": "object",
            "properties": {
              "code": {
                "type": "string"
              },
              "name": {
                "type": "object",
                "additionalProperties": {
                  "type": "string"
                }
              }
            },
            "required": [
              "code",
              "name"
            ]
          }
        },
        "content": {
          "anyOf": [
            {
              "type": "object",
              "properties": {
                "shape": {
                  "type": "string",
                  "enum": [
                    "levelled"
                  ]
                },
                "levels": {
                  "type": "array",
                  "items": {
                    "type": "object",
                    "properties": {
                      "code": {
                        "type": "string"
                      },
                      "name": {
                        "type": "object",
                        "additionalProperties": {
                          "type": "string"
                        }
                      },
                      "says": {
                        "type": "object",
                        "additionalProperties": {
                          "type": "string"
                        }
                      }
                    },
                    "required": [
                      "code",
                      "name"
                    ]
                  }
                },
                "areas": {
                  "type": "array",
                  "items": {
                    "type": "object",
                    "properties": {
                      "competencies": {
                        "type": "array",
                        "items": {
                          "type": "object",
                          "properties": {
                            "code": {
                              "type": "string"
                            },
                            "name": {
                              "type": "object",
                              "additionalProperties": {
                                "type": "string"
                              }
                            },
                            "says": {
                              "type": "object",
                              "additionalProperties": {
                                "type": "string"
                              }
                            }
                          },
                          "required": [
                            "code",
                            "name"
                          ]
                        }
                      },
                      "code": {
                        "type": "string"
                      },
                      "name": {
                        "type": "object",
                        "additionalProperties": {
                          "type": "string"
                        }
                      }
                    },
                    "required": [
                      "competencies",
                      "code",
                      "name"
                    ]
                  }
                },
                "id": {
                  "description": "The file's name without `.json`.",
                  "type": "string"
                },
                "version": {
                  "type": "number"
                },
                "title": {
                  "type": "object",
                  "additionalProperties": {
                    "type": "string"
                  }
                },
                "publisher": {
                  "type": "string"
                },
                "year": {
                  "type": "number"
                },
                "source": {
                  "type": "string"
                },
                "licence": {
                  "type": "object",
                  "properties": {
                    "id": {
                      "type": "string"
                    },
                    "uri": {
                      "type": "string"
                    },
                    "attribution": {
                      "type": "object",
                      "additionalProperties": {
                        "type": "string"
                      }
                    }
                  },
                  "required": [
                    "id",
                    "uri",
                    "attribution"
                  ]
                },
                "translations": {
                  "type": "object",
                  "additionalProperties": {
                    "type": "object",
                    "properties": {
                      "by": {
                        "type": "string"
                      },
                      "official": {
                        "type": "boolean"
                      },
                      "note": {
                        "type": "object",
                        "additionalProperties": {
                          "type": "string"
                        }
                      }
                    },
                    "required": [
                      "by",
                      "official",
                      "note"
                    ]
                  }
                },
                "status": {
                  "type": "string",
                  "enum": [
                    "complete",
                    "incomplete"
                  ]
                },
                "notes": {
                  "type": "object",
                  "additionalProperties": {
                    "type": "string"
                  }
                }
              },
              "required": [
                "shape",
                "levels",
                "areas",
                "id",
                "version",
                "title",
                "publisher",
                "year",
                "source",
                "licence",
                "translations",
                "status"
              ]
            },
            {
              "type": "object",
              "properties": {
                "shape": {
                  "type": "string",
                  "enum": [
                    "matrix"
                  ]
                },
                "aspects": {
                  "type": "array",
                  "items": {
                    "type": "object",
                    "properties": {
                      "code": {
                        "type": "string"
                      },
                      "name": {
                        "type": "object",
                        "additionalProperties": {
                          "type": "string"
                        }
                      }
                    },
                    "required": [
                      "code",
                      "name"
                    ]
                  }
                },
                "stages": {
                  "type": "array",
                  "items": {
                    "type": "object",
                    "properties": {
                      "code": {
                        "type": "string"
                      },
                      "name": {
                        "type": "object",
                        "additionalProperties": {
                          "type": "string"
                        }
                      }
                    },
                    "required": [
                      "code",
                      "name"
                    ]
                  }
                },
                "cells": {
                  "type": "array",
                  "items": {
                    "type": "object",
                    "properties": {
                      "aspect": {
                        "type": "string"
                      },
                      "stage": {
                        "type": "string"
                      },
                      "code": {
                        "type": "string"
                      },
                      "name": {
                        "type": "object",
                        "additionalProperties": {
                          "type": "string"
                        }
                      }
                    },
                    "required": [
                      "aspect",
                      "stage",
                      "code",
                      "name"
                    ]
                  }
                },
                "id": {
                  "description": "The file's name without `.json`.",
                  "type": "string"
                },
                "version": {
                  "type": "number"
                },
                "title": {
                  "type": "object",
                  "additionalProperties": {
                    "type": "string"
                  }
                },
                "publisher": {
                  "type": "string"
                },
                "year": {
                  "type": "number"
                },
                "source": {
                  "type": "string"
                },
                "licence": {
                  "type": "object",
                  "properties": {
                    "id": {
                      "type": "string"
                    },
                    "uri": {
                      "type": "string"
                    },
                    "attribution": {
                      "type": "object",
                      "additionalProperties": {
                        "type": "string"
                      }
                    }
                  },
                  "required": [
                    "id",
                    "uri",
                    "attribution"
                  ]
                },
                "translations": {
                  "type": "object",
                  "additionalProperties": {
                    "type": "object",
                    "properties": {
                      "by": {
                        "type": "string"
                      },
                      "official": {
                        "type": "boolean"
                      },
                      "note": {
                        "type": "object",
                        "additionalProperties": {
                          "type": "string"
                        }
                      }
                    },
                    "required": [
                      "by",
                      "official",
                      "note"
                    ]
                  }
                },
                "status": {
                  "type": "string",
                  "enum": [
                    "complete",
                    "incomplete"
                  ]
                },
                "notes": {
                  "type": "object",
                  "additionalProperties": {
                    "type": "string"
                  }
                }
              },
              "required": [
                "shape",
                "aspects",
                "stages",
                "cells",
                "id",
                "version",
                "title",
                "publisher",
                "year",
                "source",
                "licence",
                "translations",
                "status"
              ]
            },
            {
              "type": "object",
              "properties": {
                "shape": {
                  "type": "string",
                  "enum": [
                    "flat"
                  ]
                },
                "dimensions": {
                  "type": "array",
                  "items": {
                    "type": "object",
                    "properties": {
                      "code": {
                        "type": "string"
                      },
                      "name": {
                        "type": "object",
                        "additionalProperties": {
                          "type": "string"
                        }
                      },
                      "says": {
                        "type": "object",
                        "additionalProperties": {
                          "type": "string"
                        }
                      }
                    },
                    "required": [
                      "code",
                      "name"
                    ]
                  }
                },
                "id": {
                  "description": "The file's name without `.json`.",
                  "type": "string"
                },
                "version": {
                  "type": "number"
                },
                "title": {
                  "type": "object",
                  "additionalProperties": {
                    "type": "string"
                  }
                },
                "publisher": {
                  "type": "string"
                },
                "year": {
                  "type": "number"
                },
                "source": {
                  "type": "string"
                },
                "licence": {
                  "type": "object",
                  "properties": {
                    "id": {
                      "type": "string"
                    },
                    "uri": {
                      "type": "string"
                    },
                    "attribution": {
                      "type": "object",
                      "additionalProperties": {
                        "type": "string"
                      }
                    }
                  },
                  "required": [
                    "id",
                    "uri",
                    "attribution"
                  ]
                },
                "translations": {
                  "type": "object",
                  "additionalProperties": {
                    "type": "object",
                    "properties": {
                      "by": {
                        "type": "string"
                      },
                      "official": {
                        "type": "boolean"
                      },
                      "note": {
                        "type": "object",
                        "additionalProperties": {
                          "type": "string"
                        }
                      }
                    },
                    "required": [
                      "by",
                      "official",
                      "note"
                    ]
                  }
                },
                "status": {
                  "type": "string",
                  "enum": [
                    "complete",
                    "incomplete"
                  ]
                },
                "notes": {
                  "type": "object",
                  "additionalProperties": {
                    "type": "string"
                  }
                }
              },
              "required": [
                "shape",
                "dimensions",
                "id",
                "version",
                "title",
                "publisher",
                "year",
                "source",
                "licence",
                "translations",
                "status"
              ]
            }
          ]
        }
      },
      "required": [
        "framework",
        "version",
        "number",
        "shape",
        "title",
        "publisher",
        "year",
        "source",
        "licence",
        "status",
        "adoptedAt",
        "dimensions",
        "competencies",
        "levels",
        "content"
      ]
    },
    "FunnelAnswer": {
      "type": "object",
      "properties": {
        "all": {
          "$ref": "#/components/schemas/FunnelCounts"
        },
        "by": {
          "description": "What was asked for with `?by=`.",
          "type": [
            "string",
            "null"
          ],
          "enum": [
            "educationLevel",
            "region",
            "sector",
            "rurality",
            "gender",
            "region-sector",
            "sector-rurality-gender",
            null
          ]
        },
        "groups": {
          "description": "Sorted by cell; for a crossing `cell` has one value a part, in its order.",
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "steps": {
                "type": "array",
                "items": {
                  "$ref": "#/components/schemas/FunnelStep"
                }
              },
              "waitlisted": {
                "description": "Asked for a seat and got none so far.",
                "type": "number"
              },
              "waitlistedFinalTest": {
                "description": "Of those, who took the final test nevertheless.",
                "type": "number"
              },
              "withdrawn": {
                "description": "Withdrew from taking part: still counted here, no longer in any result.",
                "type": "number"
              },
              "withoutStatistics": {
                "description": "Take part, but not in the programme's statistics: counted here, in no result.",
                "type": "number"
              },
              "erased": {
                "description": "Forgotten persons; they stay counted.",
                "type": "number"
              },
              "late": {
                "description": "Handed in between closing and the end of grace.",
                "type": "number"
              },
              "repeaters": {
                "description": "Took part in an earlier cycle.",
                "type": "number"
              },
              "cell": {
                "type": "array",
                "items": {
                  "type": "string"
                }
              }
            },
            "required": [
              "steps",
              "waitlisted",
              "waitlistedFinalTest",
              "withdrawn",
              "withoutStatistics",
              "erased",
              "late",
              "repeaters",
              "cell"
            ]
          }
        },
        "cycle": {
          "type": "string"
        },
        "simulated": {
          "description": "The data of an invented country: every page, print and export says so.",
          "type": "boolean"
        },
        "asOf": {
          "description": "`recordedAt` (RFC 3339, UTC) of the last event of the cycle in these numbers; `null` before the first.",
          "type": [
            "string",
            "null"
          ]
        },
        "k": {
          "description": "Fewest people behind a shown result.",
          "type": "number"
        }
      },
      "required": [
        "all",
        "by",
        "groups",
        "cycle",
        "simulated",
        "asOf",
        "k"
      ]
    },
    "FunnelCounts": {
      "type": "object",
      "properties": {
        "steps": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/FunnelStep"
          }
        },
        "waitlisted": {
          "description": "Asked for a seat and got none so far.",
          "type": "number"
        },
        "waitlistedFinalTest": {
          "description": "Of those, who took the final test nevertheless.",
          "type": "number"
        },
        "withdrawn": {
          "description": "Withdrew from taking part: still counted here, no longer in any result.",
          "type": "number"
        },
        "withoutStatistics": {
          "description": "Take part, but not in the programme's statistics: counted here, in no result.",
          "type": "number"
        },
        "erased": {
          "description": "Forgotten persons; they stay counted.",
          "type": "number"
        },
        "late": {
          "description": "Handed in between closing and the end of grace.",
          "type": "number"
        },
        "repeaters": {
          "description": "Took part in an earlier cycle.",
          "type": "number"
        }
      },
      "required": [
        "steps",
        "waitlisted",
        "waitlistedFinalTest",
        "withdrawn",
        "withoutStatistics",
        "erased",
        "late",
        "repeaters"
      ]
    },
    "FunnelStep": {
      "type": "object",
      "properties": {
        "step": {
          "type": "string",
          "enum": [
            "started",
            "submitted",
            "invited",
            "consented",
            "profile-seen",
            "path-accepted",
            "enrolled",
            "course-started",
            "course-completed",
            "final-test"
          ]
        },
        "n": {
          "description": "Persons who took this step and every one before it.",
          "type": "number"
        },
        "anyhow": {
          "description": "Persons who took this step, whatever they did before.",
          "type": "number"
        },
        "ofPrevious": {
          "description": "Against the step before; `null` for the first.",
          "anyOf": [
            {
              "$ref": "#/components/schemas/Ratio"
            },
            {
              "type": "null"
            }
          ]
        },
        "ofFirst": {
          "$ref": "#/components/schemas/Ratio"
        }
      },
      "required": [
        "step",
        "n",
        "anyhow",
        "ofPrevious",
        "ofFirst"
      ]
    },
    "GainAnswer": {
      "type": "object",
      "properties": {
        "name": {
          "description": "`learning gain` for a test, `self-rating change` for a self-rating.",
          "type": "string",
          "enum": [
            "learning gain",
            "self-rating change"
          ]
        },
        "gain": {
          "$ref": "#/components/schemas/GainFigure"
        },
        "by": {
          "type": "object",
          "properties": {
            "educationLevel": {
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "cell": {
                    "type": "string"
                  },
                  "gain": {
                    "$ref": "#/components/schemas/GainFigure"
                  }
                },
                "required": [
                  "cell",
                  "gain"
                ]
              }
            },
            "region": {
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "cell": {
                    "type": "string"
                  },
                  "gain": {
                    "$ref": "#/components/schemas/GainFigure"
                  }
                },
                "required": [
                  "cell",
                  "gain"
                ]
              }
            },
            "sector": {
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "cell": {
                    "type": "string"
                  },
                  "gain": {
                    "$ref": "#/components/schemas/GainFigure"
                  }
                },
                "required": [
                  "cell",
                  "gain"
                ]
              }
            },
            "rurality": {
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "cell": {
                    "type": "string"
                  },
                  "gain": {
                    "$ref": "#/components/schemas/GainFigure"
                  }
                },
                "required": [
                  "cell",
                  "gain"
                ]
              }
            },
            "gender": {
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "cell": {
                    "type": "string"
                  },
                  "gain": {
                    "$ref": "#/components/schemas/GainFigure"
                  }
                },
                "required": [
                  "cell",
                  "gain"
                ]
              }
            }
          },
          "required": [
            "educationLevel",
            "region",
            "sector",
            "rurality",
            "gender"
          ]
        },
        "cycle": {
          "type": "string"
        },
        "simulated": {
          "description": "The data of an invented country: every page, print and export says so.",
          "type": "boolean"
        },
        "asOf": {
          "description": "`recordedAt` (RFC 3339, UTC) of the last event of the cycle in these numbers; `null` before the first.",
          "type": [
            "string",
            "null"
          ]
        },
        "k": {
          "description": "Fewest people behind a shown result.",
          "type": "number"
        }
      },
      "required": [
        "name",
        "gain",
        "by",
        "cycle",
        "simulated",
        "asOf",
        "k"
      ]
    },
    "GainBasis": {
      "type": "object",
      "properties": {
        "measure": {
          "$ref": "#/components/schemas/MeasureKind"
        },
        "scale": {
          "type": "string"
        },
        "nPre": {
          "description": "Persons with a first result, with a last one, with both.",
          "type": "number"
        },
        "nPost": {
          "type": "number"
        },
        "nPairs": {
          "type": "number"
        },
        "matchRate": {
          "description": "Pairs over persons with a first result, 0 to 1; `null` without any.",
          "type": [
            "number",
            "null"
          ]
        },
        "attrition": {
          "description": "1 − match rate.",
          "type": [
            "number",
            "null"
          ]
        }
      },
      "required": [
        "measure",
        "scale",
        "nPre",
        "nPost",
        "nPairs",
        "matchRate",
        "attrition"
      ]
    },
    "GainFigure": {
      "anyOf": [
        {
          "type": "object",
          "properties": {
            "measure": {
              "$ref": "#/components/schemas/MeasureKind"
            },
            "scale": {
              "type": "string"
            },
            "nPre": {
              "description": "Persons with a first result, with a last one, with both.",
              "type": "number"
            },
            "nPost": {
              "type": "number"
            },
            "nPairs": {
              "type": "number"
            },
            "matchRate": {
              "description": "Pairs over persons with a first result, 0 to 1; `null` without any.",
              "type": [
                "number",
                "null"
              ]
            },
            "attrition": {
              "description": "1 − match rate.",
              "type": [
                "number",
                "null"
              ]
            },
            "withheld": {
              "$ref": "#/components/schemas/Mark"
            }
          },
          "required": [
            "measure",
            "scale",
            "nPre",
            "nPost",
            "nPairs",
            "matchRate",
            "attrition",
            "withheld"
          ]
        },
        {
          "type": "object",
          "properties": {
            "measure": {
              "$ref": "#/components/schemas/MeasureKind"
            },
            "scale": {
              "type": "string"
            },
            "nPre": {
              "description": "Persons with a first result, with a last one, with both.",
              "type": "number"
            },
            "nPost": {
              "type": "number"
            },
            "nPairs": {
              "type": "number"
            },
            "matchRate": {
              "description": "Pairs over persons with a first result, 0 to 1; `null` without any.",
              "type": [
                "number",
                "null"
              ]
            },
            "attrition": {
              "description": "1 − match rate.",
              "type": [
                "number",
                "null"
              ]
            },
            "notEstimable": {
              "description": "`no-baseline`: nobody has a first result; `no-pairs`: nobody has both.",
              "type": "string",
              "enum": [
                "no-observations",
                "fewer-than-two-observations",
                "fewer-than-three-observations",
                "fewer-than-two-clusters",
                "one-observation-per-cluster",
                "fewer-than-two-items",
                "no-spread",
                "no-room-to-gain",
                "all-excluded",
                "tests-only",
                "empty-group",
                "no-cases",
                "sums-not-exact",
                "sums-inconsistent",
                "no-baseline",
                "no-pairs"
              ]
            }
          },
          "required": [
            "measure",
            "scale",
            "nPre",
            "nPost",
            "nPairs",
            "matchRate",
            "attrition",
            "notEstimable"
          ]
        },
        {
          "type": "object",
          "properties": {
            "measure": {
              "$ref": "#/components/schemas/MeasureKind"
            },
            "scale": {
              "type": "string"
            },
            "nPre": {
              "description": "Persons with a first result, with a last one, with both.",
              "type": "number"
            },
            "nPost": {
              "type": "number"
            },
            "nPairs": {
              "type": "number"
            },
            "matchRate": {
              "description": "Pairs over persons with a first result, 0 to 1; `null` without any.",
              "type": [
                "number",
                "null"
              ]
            },
            "attrition": {
              "description": "1 − match rate.",
              "type": [
                "number",
                "null"
              ]
            },
            "mean": {
              "type": "number"
            },
            "low": {
              "description": "95 % limits; `null` where the pairs come from one school only.",
              "type": [
                "number",
                "null"
              ]
            },
            "high": {
              "type": [
                "number",
                "null"
              ]
            },
            "level": {
              "type": "number",
              "enum": [
                0.95
              ]
            },
            "interval": {
              "type": "string",
              "enum": [
                "clustered by school"
              ]
            },
            "schools": {
              "type": "number"
            },
            "designEffect": {
              "description": "How many times the variance is larger than without clustering; `null` where there is no spread.",
              "type": [
                "number",
                "null"
              ]
            },
            "meanPre": {
              "description": "Of the matched pairs.",
              "type": "number"
            },
            "meanPost": {
              "type": "number"
            },
            "up": {
              "type": "number"
            },
            "same": {
              "type": "number"
            },
            "down": {
              "type": "number"
            },
            "gAv": {
              "description": "Hedges' g_av; `null` for self-ratings and where there is no spread.",
              "type": [
                "number",
                "null"
              ]
            },
            "classGain": {
              "description": "Hake's gain of the class, 0 to 1; `null` for self-ratings and where all began at the top.",
              "type": [
                "number",
                "null"
              ]
            }
          },
          "required": [
            "measure",
            "scale",
            "nPre",
            "nPost",
            "nPairs",
            "matchRate",
            "attrition",
            "mean",
            "low",
            "high",
            "level",
            "interval",
            "schools",
            "designEffect",
            "meanPre",
            "meanPost",
            "up",
            "same",
            "down",
            "gAv",
            "classGain"
          ]
        }
      ]
    },
    "Gap": {
      "type": "object",
      "properties": {
        "competency": {
          "type": "string"
        },
        "observed": {
          "description": "Proficiency level reached, 0 to 5 (A1 to C2); `null` where it was not rated.",
          "type": [
            "number",
            "null"
          ]
        },
        "target": {
          "type": "number"
        },
        "gap": {
          "description": "Levels missing to the target, 0 where it is reached; `null` where not rated.",
          "type": [
            "number",
            "null"
          ]
        }
      },
      "required": [
        "competency",
        "observed",
        "target",
        "gap"
      ]
    },
    "GapDimension": {
      "type": "string",
      "enum": [
        "educationLevel",
        "region",
        "sector"
      ]
    },
    "GapFigure": {
      "anyOf": [
        {
          "type": "object",
          "properties": {
            "n": {
              "type": "number"
            },
            "notRated": {
              "type": "number"
            },
            "withheld": {
              "$ref": "#/components/schemas/Mark"
            }
          },
          "required": [
            "n",
            "notRated",
            "withheld"
          ]
        },
        {
          "type": "object",
          "properties": {
            "n": {
              "type": "number"
            },
            "notRated": {
              "type": "number"
            },
            "meanGap": {
              "description": "Proficiency levels missing to the target, mean over those rated.",
              "type": "number"
            },
            "shareWithGap": {
              "description": "Share with a gap above 0.",
              "type": "number"
            },
            "meanObserved": {
              "description": "Observed proficiency level, mean (0 to 5).",
              "type": "number"
            }
          },
          "required": [
            "n",
            "notRated",
            "meanGap",
            "shareWithGap",
            "meanObserved"
          ]
        },
        {
          "type": "object",
          "properties": {
            "n": {
              "type": "number"
            },
            "notRated": {
              "type": "number"
            },
            "notEstimable": {
              "type": "string",
              "enum": [
                "no-observations"
              ]
            }
          },
          "required": [
            "n",
            "notRated",
            "notEstimable"
          ]
        }
      ]
    },
    "GapHeatMapAnswer": {
      "type": "object",
      "properties": {
        "by": {
          "$ref": "#/components/schemas/GapDimension"
        },
        "competencies": {
          "type": "array",
          "items": {
            "type": "string"
          }
        },
        "all": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/GapFigure"
          }
        },
        "rows": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/GapRow"
          }
        },
        "cycle": {
          "type": "string"
        },
        "simulated": {
          "description": "The data of an invented country: every page, print and export says so.",
          "type": "boolean"
        },
        "asOf": {
          "description": "`recordedAt` (RFC 3339, UTC) of the last event of the cycle in these numbers; `null` before the first.",
          "type": [
            "string",
            "null"
          ]
        },
        "k": {
          "description": "Fewest people behind a shown result.",
          "type": "number"
        }
      },
      "required": [
        "by",
        "competencies",
        "all",
        "rows",
        "cycle",
        "simulated",
        "asOf",
        "k"
      ]
    },
    "GapRow": {
      "type": "object",
      "properties": {
        "cell": {
          "type": "string"
        },
        "gaps": {
          "description": "In the order of `competencies`.",
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/GapFigure"
          }
        }
      },
      "required": [
        "cell",
        "gaps"
      ]
    },
    "GroupResults": {
      "type": "object",
      "properties": {
        "cell": {
          "type": "string"
        },
        "before": {
          "$ref": "#/components/schemas/ScoreFigure"
        },
        "after": {
          "$ref": "#/components/schemas/ScoreFigure"
        },
        "gain": {
          "$ref": "#/components/schemas/GainFigure"
        }
      },
      "required": [
        "cell",
        "before",
        "after",
        "gain"
      ]
    },
    "HealthCheckStatus": {
      "type": "string",
      "enum": [
        "ok",
        "degraded",
        "error",
        "shutting_down"
      ]
    },
    "HealthIndicatorStatus": {
      "type": "string",
      "enum": [
        "up",
        "degraded",
        "down"
      ]
    },
    "IdentifiedTeacher": {
      "type": "object",
      "properties": {
        "teacher": {
          "type": "string"
        },
        "school": {
          "description": "School and education level of the main assignment, by hours.",
          "type": [
            "string",
            "null"
          ]
        },
        "educationLevel": {
          "type": [
            "string",
            "null"
          ]
        },
        "gender": {
          "type": "string",
          "enum": [
            "other",
            "female",
            "male"
          ]
        },
        "registeredAt": {
          "type": "string"
        },
        "birthYear": {
          "type": "number"
        },
        "assignments": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/Assignment"
          }
        },
        "erased": {
          "type": "boolean"
        },
        "erasedAt": {
          "type": "string"
        },
        "identity": {
          "description": "`null` for somebody who was forgotten.",
          "anyOf": [
            {
              "$ref": "#/components/schemas/Identity"
            },
            {
              "type": "null"
            }
          ]
        },
        "participation": {
          "type": [
            "object",
            "null"
          ],
          "properties": {
            "windowChanges": {
              "description": "What was changed of the cycle's windows for this person alone; why stays sealed in the record.",
              "type": "array",
              "items": {
                "$ref": "#/components/schemas/WindowChange"
              }
            },
            "consent": {
              "type": [
                "object",
                "null"
              ],
              "properties": {
                "version": {
                  "type": "string"
                },
                "language": {
                  "type": "string"
                },
                "purposes": {
                  "description": "Those that hold.",
                  "type": "array",
                  "items": {
                    "$ref": "#/components/schemas/Purpose"
                  }
                },
                "givenAt": {
                  "type": "string"
                },
                "withdrawnAt": {
                  "type": "string"
                }
              },
              "required": [
                "version",
                "language",
                "purposes",
                "givenAt"
              ]
            },
            "step": {
              "description": "Furthest step of the first stage; `withdrawn` while no consent to take part holds that was given before.",
              "type": "string",
              "enum": [
                "started",
                "submitted",
                "invited",
                "consented",
                "profile-seen",
                "withdrawn"
              ]
            },
            "invitedAt": {
              "type": [
                "string",
                "null"
              ]
            },
            "baselineRating": {
              "type": [
                "string",
                "null"
              ],
              "enum": [
                "started",
                "submitted",
                null
              ]
            },
            "baselineTest": {
              "type": [
                "string",
                "null"
              ],
              "enum": [
                "started",
                "submitted",
                null
              ]
            },
            "finalRating": {
              "type": [
                "string",
                "null"
              ],
              "enum": [
                "started",
                "submitted",
                null
              ]
            },
            "finalTest": {
              "type": [
                "string",
                "null"
              ],
              "enum": [
                "started",
                "submitted",
                null
              ]
            },
            "submittedAt": {
              "type": "object",
              "additionalProperties": {
                "type": "string"
              }
            },
            "late": {
              "description": "Something was handed in between closing and the end of grace.",
              "type": "boolean"
            },
            "acknowledgedAt": {
              "type": [
                "string",
                "null"
              ]
            }
          },
          "required": [
            "windowChanges",
            "consent",
            "step",
            "invitedAt",
            "baselineRating",
            "baselineTest",
            "finalRating",
            "finalTest",
            "submittedAt",
            "late",
            "acknowledgedAt"
          ]
        }
      },
      "required": [
        "teacher",
        "school",
        "educationLevel",
        "registeredAt",
        "assignments",
        "erased",
        "identity"
      ]
    },
    "Identity": {
      "type": "object",
      "properties": {
        "givenName": {
          "type": "string"
        },
        "familyName": {
          "type": "string"
        },
        "email": {
          "type": "string"
        }
      },
      "required": [
        "givenName",
        "familyName"
      ]
    },
    "InstrumentRef": {
      "type": "object",
      "properties": {
        "instrument": {
          "type": "string"
        },
        "version": {
          "type": "number"
        }
      },
      "required": [
        "instrument",
        "version"
      ]
    },
    "Invitation": {
      "type": "object",
      "properties": {
        "teacher": {
          "type": "string"
        },
        "code": {
          "description": "Shown this once; it works once.",
          "type": "string"
        }
      },
      "required": [
        "teacher",
        "code"
      ]
    },
    "Listed": {
      "type": "object",
      "properties": {
        "status": {
          "type": "string",
          "enum": [
            "complete",
            "incomplete"
          ]
        },
        "framework": {
          "type": "string"
        },
        "version": {
          "type": "string"
        },
        "shape": {
          "type": "string",
          "enum": [
            "levelled",
            "matrix",
            "flat"
          ]
        },
        "title": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          }
        },
        "publisher": {
          "type": "string"
        },
        "year": {
          "type": "number"
        },
        "source": {
          "type": "string"
        },
        "licence": {
          "type": "object",
          "properties": {
            "id": {
              "type": "string"
            },
            "uri": {
              "type": "string"
            },
            "attribution": {
              "type": "object",
              "additionalProperties": {
                "type": "string"
              }
            }
          },
          "required": [
            "id",
            "uri",
            "attribution"
          ]
        },
        "adoptedAt": {
          "type": "string"
        },
        "dimensions": {
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "code": {
                "type": "string"
              },
              "name": {
                "type": "object",
                "additionalProperties": {
                  "type": "string"
                }
              }
            },
            "required": [
              "code",
              "name"
            ]
          }
        },
        "levels": {
          "description": "From the lowest to the highest; `null` for shapes without.",
          "type": [
            "array",
            "null"
          ],
          "items": {
            "type": "object",
            "properties": {
              "code": {
                "type": "string"
              },
              "name": {
                "type": "object",
                "additionalProperties": {
                  "type": "string"
                }
              }
            },
            "required": [
              "code",
              "name"
            ]
          }
        },
        "competencies": {
          "type": "number"
        }
      },
      "required": [
        "status",
        "framework",
        "version",
        "shape",
        "title",
        "publisher",
        "year",
        "source",
        "licence",
        "adoptedAt",
        "dimensions",
        "levels",
        "competencies"
      ]
    },
    "ListedCycle": {
      "type": "object",
      "properties": {
        "status": {
          "type": "string",
          "enum": [
            "planned",
            "open",
            "closed"
          ]
        },
        "title": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          }
        },
        "stage": {
          "type": [
            "string",
            "null"
          ],
          "enum": [
            "self-assessment",
            "learning",
            "evaluation",
            null
          ]
        },
        "cycle": {
          "type": "string"
        },
        "windowChanges": {
          "description": "Windows extended, reopened or moved, in the order in which that was decided.",
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "stage": {
                "$ref": "#/components/schemas/Stage"
              },
              "scope": {
                "anyOf": [
                  {
                    "type": "object",
                    "properties": {
                      "region": {
                        "type": "string"
                      }
                    },
                    "required": [
                      "region"
                    ]
                  },
                  {
                    "type": "object",
                    "properties": {
                      "school": {
                        "type": "string"
                      }
                    },
                    "required": [
                      "school"
                    ]
                  },
                  {
                    "type": "object",
                    "properties": {
                      "teacher": {
                        "type": "string"
                      }
                    },
                    "required": [
                      "teacher"
                    ]
                  }
                ]
              },
              "opens": {
                "description": "As it was for them where absent.",
                "type": "string"
              },
              "closes": {
                "type": "string"
              },
              "graceUntil": {
                "type": "string"
              },
              "reason": {
                "type": "string"
              },
              "changedAt": {
                "type": "string"
              }
            },
            "required": [
              "stage",
              "closes",
              "graceUntil",
              "reason",
              "changedAt"
            ]
          }
        },
        "plannedAt": {
          "type": "string"
        },
        "openedAt": {
          "type": "string"
        },
        "closedAt": {
          "type": "string"
        },
        "stages": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/StageWindow"
          }
        },
        "target": {
          "description": "Teachers the cycle wants to reach.",
          "type": "number"
        }
      },
      "required": [
        "status",
        "title",
        "stage",
        "cycle",
        "windowChanges",
        "plannedAt",
        "stages"
      ]
    },
    "Mark": {
      "type": "string",
      "enum": [
        "primary",
        "complementary"
      ]
    },
    "MeasureBreakdown": {
      "type": "object",
      "properties": {
        "by": {
          "description": "Groups of each dimension, sorted by cell.",
          "type": "object",
          "properties": {
            "educationLevel": {
              "type": "array",
              "items": {
                "$ref": "#/components/schemas/GroupResults"
              }
            },
            "region": {
              "type": "array",
              "items": {
                "$ref": "#/components/schemas/GroupResults"
              }
            },
            "sector": {
              "type": "array",
              "items": {
                "$ref": "#/components/schemas/GroupResults"
              }
            },
            "rurality": {
              "type": "array",
              "items": {
                "$ref": "#/components/schemas/GroupResults"
              }
            },
            "gender": {
              "type": "array",
              "items": {
                "$ref": "#/components/schemas/GroupResults"
              }
            }
          },
          "required": [
            "educationLevel",
            "region",
            "sector",
            "rurality",
            "gender"
          ]
        },
        "regionBySector": {
          "description": "Gains by region (rows) and sector (columns); its margins are `by.region` and `by.sector`. Only pairs that exist: a missing cell is empty.",
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "region": {
                "type": "string"
              },
              "sector": {
                "type": "string"
              },
              "gain": {
                "$ref": "#/components/schemas/GainFigure"
              }
            },
            "required": [
              "region",
              "sector",
              "gain"
            ]
          }
        },
        "measure": {
          "$ref": "#/components/schemas/MeasureKind"
        },
        "scale": {
          "type": "string"
        },
        "minimum": {
          "description": "Ends of the scale, in its own units.",
          "type": "number"
        },
        "maximum": {
          "type": "number"
        },
        "before": {
          "$ref": "#/components/schemas/ScoreFigure"
        },
        "after": {
          "$ref": "#/components/schemas/ScoreFigure"
        },
        "gain": {
          "$ref": "#/components/schemas/GainFigure"
        }
      },
      "required": [
        "by",
        "regionBySector",
        "measure",
        "scale",
        "minimum",
        "maximum",
        "before",
        "after",
        "gain"
      ]
    },
    "MeasureKind": {
      "type": "string",
      "enum": [
        "self-rating",
        "test"
      ]
    },
    "Modality": {
      "type": "string",
      "enum": [
        "distance",
        "hybrid",
        "in-class"
      ]
    },
    "MyParticipationView": {
      "type": "object",
      "properties": {
        "cycle": {
          "type": "string"
        },
        "title": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          }
        },
        "status": {
          "type": "string",
          "enum": [
            "planned",
            "open",
            "closed"
          ]
        },
        "stage": {
          "type": [
            "string",
            "null"
          ],
          "enum": [
            "self-assessment",
            "learning",
            "evaluation",
            null
          ]
        },
        "windows": {
          "description": "Those that hold for this teacher, with what was changed for them, their school or region.",
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/ShownWindow"
          }
        },
        "consentText": {
          "description": "The text as it is asked now.",
          "type": "object",
          "properties": {
            "version": {
              "type": "string"
            },
            "text": {
              "type": "object",
              "additionalProperties": {
                "type": "string"
              }
            },
            "purposes": {
              "description": "What each purpose is, in words, where the text is not enough.",
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "purpose": {
                    "$ref": "#/components/schemas/Purpose"
                  },
                  "required": {
                    "type": "boolean"
                  },
                  "text": {
                    "type": "object",
                    "additionalProperties": {
                      "type": "string"
                    }
                  }
                },
                "required": [
                  "purpose",
                  "required",
                  "text"
                ]
              }
            }
          },
          "required": [
            "version",
            "text"
          ]
        },
        "invited": {
          "type": "boolean"
        },
        "participation": {
          "type": [
            "object",
            "null"
          ],
          "properties": {
            "consent": {
              "type": [
                "object",
                "null"
              ],
              "properties": {
                "version": {
                  "type": "string"
                },
                "language": {
                  "type": "string"
                },
                "purposes": {
                  "description": "Those that hold.",
                  "type": "array",
                  "items": {
                    "$ref": "#/components/schemas/Purpose"
                  }
                },
                "givenAt": {
                  "type": "string"
                },
                "withdrawnAt": {
                  "type": "string"
                }
              },
              "required": [
                "version",
                "language",
                "purposes",
                "givenAt"
              ]
            },
            "step": {
              "description": "Furthest step of the first stage; `withdrawn` while no consent to take part holds that was given before.",
              "type": "string",
              "enum": [
                "started",
                "submitted",
                "invited",
                "consented",
                "profile-seen",
                "withdrawn"
              ]
            },
            "invitedAt": {
              "type": [
                "string",
                "null"
              ]
            },
            "baselineRating": {
              "type": [
                "string",
                "null"
              ],
              "enum": [
                "started",
                "submitted",
                null
              ]
            },
            "baselineTest": {
              "type": [
                "string",
                "null"
              ],
              "enum": [
                "started",
                "submitted",
                null
              ]
            },
            "finalRating": {
              "type": [
                "string",
                "null"
              ],
              "enum": [
                "started",
                "submitted",
                null
              ]
            },
            "finalTest": {
              "type": [
                "string",
                "null"
              ],
              "enum": [
                "started",
                "submitted",
                null
              ]
            },
            "submittedAt": {
              "type": "object",
              "additionalProperties": {
                "type": "string"
              }
            },
            "late": {
              "description": "Something was handed in between closing and the end of grace.",
              "type": "boolean"
            },
            "acknowledgedAt": {
              "type": [
                "string",
                "null"
              ]
            }
          },
          "required": [
            "consent",
            "step",
            "invitedAt",
            "baselineRating",
            "baselineTest",
            "finalRating",
            "finalTest",
            "submittedAt",
            "late",
            "acknowledgedAt"
          ]
        }
      },
      "required": [
        "cycle",
        "title",
        "status",
        "stage",
        "windows",
        "consentText",
        "invited",
        "participation"
      ]
    },
    "Occasion": {
      "type": "string",
      "enum": [
        "baseline",
        "final"
      ]
    },
    "OfferingRow": {
      "type": "object",
      "properties": {
        "offering": {
          "type": "string"
        },
        "course": {
          "type": "string"
        },
        "cycle": {
          "type": "string"
        },
        "modality": {
          "$ref": "#/components/schemas/Modality"
        },
        "starts": {
          "type": "string"
        },
        "ends": {
          "type": "string"
        },
        "region": {
          "description": "ISO 3166-2; national where absent.",
          "type": "string"
        },
        "enrolment": {
          "description": "When seats can be asked for; up to the end of the course where absent.",
          "type": "object",
          "properties": {
            "opens": {
              "type": "string"
            },
            "closes": {
              "type": "string"
            }
          },
          "required": [
            "opens",
            "closes"
          ]
        },
        "seats": {
          "description": "`null`: no limit.",
          "type": [
            "number",
            "null"
          ]
        },
        "allocation": {
          "$ref": "#/components/schemas/Allocation"
        },
        "requested": {
          "description": "Asked for a seat in a lottery that is not drawn yet.",
          "type": "number"
        },
        "taken": {
          "description": "Hold a seat; where there is no limit: enrolled.",
          "type": "number"
        },
        "waiting": {
          "type": "number"
        },
        "drawn": {
          "type": "object",
          "properties": {
            "seed": {
              "type": "string"
            },
            "applicants": {
              "type": "number"
            },
            "at": {
              "type": "string"
            }
          },
          "required": [
            "seed",
            "applicants",
            "at"
          ]
        },
        "title": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          }
        },
        "hours": {
          "type": [
            "number",
            "null"
          ]
        },
        "seatsLeft": {
          "description": "`null`: no limit. Before a lottery is drawn: all of them.",
          "type": [
            "number",
            "null"
          ]
        }
      },
      "required": [
        "offering",
        "course",
        "cycle",
        "modality",
        "starts",
        "ends",
        "seats",
        "allocation",
        "requested",
        "taken",
        "waiting",
        "title",
        "hours",
        "seatsLeft"
      ]
    },
    "Origin": {
      "type": "string",
      "enum": [
        "real",
        "simulated"
      ]
    },
    "ParkedStream": {
      "type": "object",
      "properties": {
        "stream": {
          "type": "string"
        },
        "eventId": {
          "description": "The event that could not be folded.",
          "type": "string"
        },
        "type": {
          "type": "string"
        },
        "revision": {
          "type": "number"
        },
        "reason": {
          "description": "The error's name and message; folds see no personal data in clear, so it holds none.",
          "type": "string"
        },
        "held": {
          "description": "Events held back, this one included.",
          "type": "number"
        }
      },
      "required": [
        "stream",
        "eventId",
        "type",
        "revision",
        "reason",
        "held"
      ]
    },
    "PathAnswer": {
      "type": "object",
      "properties": {
        "attempt": {
          "type": "string"
        },
        "pathRules": {
          "type": "string"
        },
        "withoutCourse": {
          "description": "Competencies with a gap for which the catalogue has no course.",
          "type": "array",
          "items": {
            "type": "string"
          }
        },
        "generatedAt": {
          "type": "string"
        },
        "acceptedAt": {
          "type": "string"
        },
        "status": {
          "type": "string",
          "enum": [
            "proposed",
            "accepted"
          ]
        },
        "steps": {
          "description": "Each with what the page needs to say why: the rule's name, the competency, its gap and the levels of the course.",
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "course": {
                "type": "string"
              },
              "offering": {
                "type": "string"
              },
              "competency": {
                "type": "string"
              },
              "from": {
                "type": "number"
              },
              "to": {
                "type": "number"
              },
              "reason": {
                "description": "Why this step: a rule's name, for the page to put into words with the step's values.",
                "type": "string",
                "enum": [
                  "largest-gap",
                  "next-gap",
                  "also-develops"
                ]
              },
              "gap": {
                "type": "number"
              },
              "title": {
                "type": "object",
                "additionalProperties": {
                  "type": "string"
                }
              },
              "hours": {
                "description": "Hours of work, 4 to 40.",
                "type": "number"
              },
              "offline": {
                "description": "Whether it can be followed without a connection.",
                "type": "boolean"
              },
              "modality": {
                "$ref": "#/components/schemas/Modality"
              },
              "starts": {
                "type": "string"
              },
              "ends": {
                "type": "string"
              },
              "enrolment": {
                "description": "When seats can be asked for; up to the end of the course where absent.",
                "type": "object",
                "properties": {
                  "opens": {
                    "type": "string"
                  },
                  "closes": {
                    "type": "string"
                  }
                },
                "required": [
                  "opens",
                  "closes"
                ]
              }
            },
            "required": [
              "course",
              "offering",
              "competency",
              "from",
              "to",
              "reason",
              "gap",
              "title",
              "hours",
              "offline",
              "modality",
              "starts",
              "ends"
            ]
          }
        }
      },
      "required": [
        "attempt",
        "pathRules",
        "withoutCourse",
        "generatedAt",
        "status",
        "steps"
      ]
    },
    "PathStep": {
      "type": "object",
      "properties": {
        "course": {
          "type": "string"
        },
        "offering": {
          "type": "string"
        },
        "competency": {
          "type": "string"
        },
        "from": {
          "type": "number"
        },
        "to": {
          "type": "number"
        },
        "reason": {
          "description": "Why this step: a rule's name, for the page to put into words with the step's values.",
          "type": "string",
          "enum": [
            "largest-gap",
            "next-gap",
            "also-develops"
          ]
        },
        "gap": {
          "type": "number"
        }
      },
      "required": [
        "course",
        "offering",
        "competency",
        "from",
        "to",
        "reason",
        "gap"
      ]
    },
    "Problem": {
      "type": "object",
      "properties": {
        "code": {
          "$ref": "#/components/schemas/ProblemCode"
        },
        "message": {
          "type": "string"
        },
        "stream": {
          "type": "string"
        },
        "event": {
          "type": "object",
          "properties": {
            "id": {
              "type": "string"
            },
            "type": {
              "type": "string"
            },
            "revision": {
              "type": "number"
            }
          },
          "required": [
            "id",
            "type",
            "revision"
          ]
        }
      },
      "required": [
        "code",
        "message"
      ]
    },
    "ProblemCode": {
      "type": "string",
      "enum": [
        "too-many-parked",
        "parked-in-rebuild",
        "unknown-event-type",
        "read-store",
        "event-store",
        "unavailable",
        "fenced",
        "worker-died",
        "internal"
      ]
    },
    "ProjectionState": {
      "type": "string",
      "enum": [
        "new",
        "rebuilding",
        "live",
        "paused",
        "faulted",
        "retired"
      ]
    },
    "Purpose": {
      "type": "string",
      "enum": [
        "take-part",
        "programme-statistics",
        "research"
      ]
    },
    "Ratio": {
      "type": "object",
      "properties": {
        "n": {
          "type": "number"
        },
        "of": {
          "type": "number"
        },
        "share": {
          "type": [
            "number",
            "null"
          ]
        }
      },
      "required": [
        "n",
        "of",
        "share"
      ]
    },
    "RegionalWindow": {
      "type": "object",
      "properties": {
        "regions": {
          "description": "ISO 3166-2.",
          "type": "array",
          "items": {
            "type": "string"
          }
        },
        "stage": {
          "$ref": "#/components/schemas/Stage"
        },
        "opens": {
          "type": "string"
        },
        "closes": {
          "type": "string"
        },
        "graceUntil": {
          "description": "Until then an answer counts and is flagged late.",
          "type": "string"
        }
      },
      "required": [
        "regions",
        "stage",
        "opens",
        "closes",
        "graceUntil"
      ]
    },
    "SchoolImportDocument": {
      "type": "object",
      "properties": {
        "import": {
          "type": "string"
        },
        "mapping": {
          "type": "string"
        },
        "fileDigest": {
          "description": "SHA-256 of the file, hexadecimal.",
          "type": "string"
        },
        "rows": {
          "type": "number"
        },
        "created": {
          "type": "number"
        },
        "updated": {
          "type": "number"
        },
        "unchanged": {
          "type": "number"
        },
        "errors": {
          "type": "number"
        },
        "findings": {
          "type": "number"
        },
        "missing": {
          "description": "Fact (`sector`, `latitude`) → number of schools without it.",
          "type": "object",
          "additionalProperties": {
            "type": "number"
          }
        },
        "findingsByCode": {
          "description": "Finding code → how often.",
          "type": "object",
          "additionalProperties": {
            "type": "number"
          }
        },
        "status": {
          "type": "string",
          "enum": [
            "interrupted",
            "finished"
          ]
        },
        "recordedFindings": {
          "type": "number"
        },
        "at": {
          "type": "string"
        }
      },
      "required": [
        "import",
        "status",
        "recordedFindings",
        "at"
      ]
    },
    "SchoolMappingDocument": {
      "type": "object",
      "properties": {
        "name": {
          "type": "string"
        },
        "mapping": {},
        "definedAt": {
          "type": "string"
        }
      },
      "required": [
        "name",
        "mapping",
        "definedAt"
      ]
    },
    "SchoolParticipationAnswer": {
      "type": "object",
      "properties": {
        "items": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/SchoolParticipationItem"
          }
        },
        "next": {
          "type": "string"
        },
        "cycle": {
          "type": "string"
        },
        "simulated": {
          "description": "The data of an invented country: every page, print and export says so.",
          "type": "boolean"
        },
        "asOf": {
          "description": "`recordedAt` (RFC 3339, UTC) of the last event of the cycle in these numbers; `null` before the first.",
          "type": [
            "string",
            "null"
          ]
        },
        "k": {
          "description": "Fewest people behind a shown result.",
          "type": "number"
        }
      },
      "required": [
        "items",
        "cycle",
        "simulated",
        "asOf",
        "k"
      ]
    },
    "SchoolParticipationItem": {
      "type": "object",
      "properties": {
        "school": {
          "description": "Code of the school, `unknown` for teachers without one.",
          "type": "string"
        },
        "name": {
          "type": [
            "string",
            "null"
          ]
        },
        "region": {
          "type": [
            "string",
            "null"
          ]
        },
        "sector": {
          "type": [
            "string",
            "null"
          ]
        },
        "rurality": {
          "type": [
            "string",
            "null"
          ]
        },
        "invited": {
          "type": "number"
        },
        "consented": {
          "type": "number"
        },
        "started": {
          "type": "number"
        },
        "submitted": {
          "type": "number"
        },
        "profileSeen": {
          "type": "number"
        },
        "enrolled": {
          "type": "number"
        },
        "completed": {
          "type": "number"
        },
        "finalTest": {
          "type": "number"
        }
      },
      "required": [
        "school",
        "name",
        "region",
        "sector",
        "rurality",
        "invited",
        "consented",
        "started",
        "submitted",
        "profileSeen",
        "enrolled",
        "completed",
        "finalTest"
      ]
    },
    "Score": {
      "type": "object",
      "properties": {
        "score": {
          "description": "In hundredths of the scale's unit (a rating of 2.35 is 235, 62.5 % is 6250); `null` where nothing was answered.",
          "type": [
            "number",
            "null"
          ]
        },
        "answered": {
          "type": "number"
        },
        "items": {
          "type": "number"
        }
      },
      "required": [
        "score",
        "answered",
        "items"
      ]
    },
    "ScoreFigure": {
      "anyOf": [
        {
          "type": "object",
          "properties": {
            "n": {
              "type": "number"
            },
            "mean": {
              "type": "number"
            },
            "sd": {
              "description": "`null` with fewer than two.",
              "type": [
                "number",
                "null"
              ]
            },
            "floor": {
              "description": "Share with the lowest result that the scale has, and with the highest.",
              "type": "number"
            },
            "ceiling": {
              "type": "number"
            }
          },
          "required": [
            "n",
            "mean",
            "sd",
            "floor",
            "ceiling"
          ]
        },
        {
          "type": "object",
          "properties": {
            "n": {
              "type": "number"
            },
            "withheld": {
              "$ref": "#/components/schemas/Mark"
            }
          },
          "required": [
            "n",
            "withheld"
          ]
        },
        {
          "type": "object",
          "properties": {
            "n": {
              "type": "number"
            },
            "notEstimable": {
              "description": "`no-baseline`: nobody has a first result; `no-pairs`: nobody has both.",
              "type": "string",
              "enum": [
                "no-observations",
                "fewer-than-two-observations",
                "fewer-than-three-observations",
                "fewer-than-two-clusters",
                "one-observation-per-cluster",
                "fewer-than-two-items",
                "no-spread",
                "no-room-to-gain",
                "all-excluded",
                "tests-only",
                "empty-group",
                "no-cases",
                "sums-not-exact",
                "sums-inconsistent",
                "no-baseline",
                "no-pairs"
              ]
            }
          },
          "required": [
            "n",
            "notEstimable"
          ]
        }
      ]
    },
    "Shown": {
      "type": "object",
      "properties": {
        "name": {
          "type": "string"
        },
        "educationLevels": {
          "type": "array",
          "items": {
            "type": "string"
          }
        },
        "status": {
          "type": "string"
        },
        "region": {
          "description": "ISO 3166-2.",
          "type": "string"
        },
        "sector": {
          "type": "string"
        },
        "rurality": {
          "type": "string",
          "enum": [
            "urban",
            "rural"
          ]
        },
        "code": {
          "type": "string"
        },
        "enrolment": {
          "type": "number"
        },
        "province": {
          "type": "string"
        },
        "provinceCode": {
          "type": "string"
        },
        "municipality": {
          "description": "The lowest administrative unit: commune, municipality, district.",
          "type": "string"
        },
        "municipalityCode": {
          "type": "string"
        },
        "latitude": {
          "description": "Decimal degrees, WGS 84.",
          "type": "number"
        },
        "longitude": {
          "type": "number"
        },
        "registeredAt": {
          "type": "string"
        },
        "changedAt": {
          "type": "string"
        }
      },
      "required": [
        "name",
        "code",
        "registeredAt",
        "changedAt"
      ]
    },
    "ShownCycle": {
      "type": "object",
      "properties": {
        "status": {
          "type": "string",
          "enum": [
            "planned",
            "open",
            "closed"
          ]
        },
        "title": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          }
        },
        "stage": {
          "type": [
            "string",
            "null"
          ],
          "enum": [
            "self-assessment",
            "learning",
            "evaluation",
            null
          ]
        },
        "cycle": {
          "type": "string"
        },
        "windowChanges": {
          "description": "Windows extended, reopened or moved, in the order in which that was decided.",
          "type": "array",
          "items": {
            "type": "object",
            "properties": {
              "stage": {
                "$ref": "#/components/schemas/Stage"
              },
              "scope": {
                "anyOf": [
                  {
                    "type": "object",
                    "properties": {
                      "region": {
                        "type": "string"
                      }
                    },
                    "required": [
                      "region"
                    ]
                  },
                  {
                    "type": "object",
                    "properties": {
                      "school": {
                        "type": "string"
                      }
                    },
                    "required": [
                      "school"
                    ]
                  },
                  {
                    "type": "object",
                    "properties": {
                      "teacher": {
                        "type": "string"
                      }
                    },
                    "required": [
                      "teacher"
                    ]
                  }
                ]
              },
              "opens": {
                "description": "As it was for them where absent.",
                "type": "string"
              },
              "closes": {
                "type": "string"
              },
              "graceUntil": {
                "type": "string"
              },
              "reason": {
                "type": "string"
              },
              "changedAt": {
                "type": "string"
              }
            },
            "required": [
              "stage",
              "closes",
              "graceUntil",
              "reason",
              "changedAt"
            ]
          }
        },
        "plannedAt": {
          "type": "string"
        },
        "openedAt": {
          "type": "string"
        },
        "closedAt": {
          "type": "string"
        },
        "design": {
          "$ref": "#/components/schemas/ShownDesign"
        }
      },
      "required": [
        "status",
        "title",
        "stage",
        "cycle",
        "windowChanges",
        "plannedAt",
        "design"
      ]
    },
    "ShownDesign": {
      "type": "object",
      "properties": {
        "targetProfile": {
          "$ref": "#/components/schemas/TargetProfile"
        },
        "gapRules": {
          "type": "object",
          "properties": {
            "version": {
              "type": "string"
            }
          },
          "required": [
            "version"
          ]
        },
        "framework": {
          "type": "object",
          "properties": {
            "framework": {
              "type": "string"
            },
            "version": {
              "type": "string"
            }
          },
          "required": [
            "framework",
            "version"
          ]
        },
        "stages": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/StageWindow"
          }
        },
        "target": {
          "description": "Teachers the cycle wants to reach.",
          "type": "number"
        },
        "pathRules": {
          "type": "object",
          "properties": {
            "version": {
              "type": "string"
            },
            "maxSteps": {
              "type": "number"
            }
          },
          "required": [
            "version",
            "maxSteps"
          ]
        },
        "selfRating": {
          "$ref": "#/components/schemas/InstrumentRef"
        },
        "testForms": {
          "description": "The two parallel test forms; who starts with which is drawn from the pseudonym.",
          "type": "array",
          "prefixItems": [
            {
              "$ref": "#/components/schemas/InstrumentRef"
            },
            {
              "$ref": "#/components/schemas/InstrumentRef"
            }
          ],
          "minItems": 2,
          "maxItems": 2
        },
        "regionalWindows": {
          "type": "array",
          "items": {
            "$ref": "#/components/schemas/RegionalWindow"
          }
        },
        "consent": {
          "type": "object",
          "properties": {
            "version": {
              "type": "string"
            },
            "text": {
              "type": "object",
              "additionalProperties": {
                "type": "string"
              }
            },
            "purposes": {
              "description": "What each purpose is, in words, where the text is not enough.",
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "purpose": {
                    "$ref": "#/components/schemas/Purpose"
                  },
                  "required": {
                    "type": "boolean"
                  },
                  "text": {
                    "type": "object",
                    "additionalProperties": {
                      "type": "string"
                    }
                  }
                },
                "required": [
                  "purpose",
                  "required",
                  "text"
                ]
              }
            }
          },
          "required": [
            "version",
            "text"
          ]
        }
      },
      "required": [
        "targetProfile",
        "gapRules",
        "framework",
        "stages",
        "pathRules",
        "selfRating",
        "testForms",
        "consent"
      ]
    },
    "ShownWindow": {
      "type": "object",
      "properties": {
        "state": {
          "description": "`grace`: closed, but what is handed in still counts and is flagged late.",
          "$ref": "#/components/schemas/WindowState"
        },
        "stage": {
          "$ref": "#/components/schemas/Stage"
        },
        "opens": {
          "type": "string"
        },
        "closes": {
          "type": "string"
        },
        "graceUntil": {
          "description": "Until then an answer counts and is flagged late.",
          "type": "string"
        }
      },
      "required": [
        "state",
        "stage",
        "opens",
        "closes",
        "graceUntil"
      ]
    },
    "Stage": {
      "type": "string",
      "enum": [
        "self-assessment",
        "learning",
        "evaluation"
      ]
    },
    "StageWindow": {
      "type": "object",
      "properties": {
        "stage": {
          "$ref": "#/components/schemas/Stage"
        },
        "opens": {
          "type": "string"
        },
        "closes": {
          "type": "string"
        },
        "graceUntil": {
          "description": "Until then an answer counts and is flagged late.",
          "type": "string"
        }
      },
      "required": [
        "stage",
        "opens",
        "closes",
        "graceUntil"
      ]
    },
    "TargetProfile": {
      "type": "object",
      "properties": {
        "version": {
          "type": "string"
        },
        "decidedBy": {
          "type": "string"
        },
        "targets": {
          "description": "Education level → competency → target proficiency level (0 to 5, A1 to C2 on a levelled framework).",
          "type": "object",
          "additionalProperties": {
            "type": "object",
            "additionalProperties": {
              "type": "number"
            }
          }
        }
      },
      "required": [
        "version",
        "decidedBy",
        "targets"
      ]
    },
    "UnparkOutcome": {
      "anyOf": [
        {
          "type": "object",
          "properties": {
            "outcome": {
              "type": "string",
              "enum": [
                "unparked"
              ]
            }
          },
          "required": [
            "outcome"
          ]
        },
        {
          "type": "object",
          "properties": {
            "outcome": {
              "type": "string",
              "enum": [
                "still-parked"
              ]
            },
            "parked": {
              "$ref": "#/components/schemas/ParkedStream"
            }
          },
          "required": [
            "outcome",
            "parked"
          ]
        },
        {
          "type": "object",
          "properties": {
            "outcome": {
              "type": "string",
              "enum": [
                "rebuild-needed"
              ]
            },
            "parked": {
              "$ref": "#/components/schemas/ParkedStream"
            }
          },
          "required": [
            "outcome",
            "parked"
          ]
        },
        {
          "type": "object",
          "properties": {
            "outcome": {
              "type": "string",
              "enum": [
                "not-parked"
              ]
            }
          },
          "required": [
            "outcome"
          ]
        }
      ]
    },
    "ViewStatus": {
      "type": "object",
      "properties": {
        "projection": {
          "type": "string"
        },
        "state": {
          "type": "string"
        },
        "lagEvents": {
          "type": "number"
        },
        "lagSeconds": {
          "type": [
            "number",
            "null"
          ]
        },
        "parkedStreams": {
          "type": "number"
        }
      },
      "required": [
        "projection",
        "state",
        "lagEvents",
        "lagSeconds",
        "parkedStreams"
      ]
    },
    "WindowChange": {
      "type": "object",
      "properties": {
        "stage": {
          "$ref": "#/components/schemas/Stage"
        },
        "scope": {
          "anyOf": [
            {
              "type": "object",
              "properties": {
                "region": {
                  "type": "string"
                }
              },
              "required": [
                "region"
              ]
            },
            {
              "type": "object",
              "properties": {
                "school": {
                  "type": "string"
                }
              },
              "required": [
                "school"
              ]
            },
            {
              "type": "object",
              "properties": {
                "teacher": {
                  "type": "string"
                }
              },
              "required": [
                "teacher"
              ]
            }
          ]
        },
        "opens": {
          "description": "As it was for them where absent.",
          "type": "string"
        },
        "closes": {
          "type": "string"
        },
        "graceUntil": {
          "type": "string"
        }
      },
      "required": [
        "stage",
        "closes",
        "graceUntil"
      ]
    },
    "WindowState": {
      "type": "string",
      "enum": [
        "open",
        "closed",
        "not-yet",
        "grace"
      ]
    }
  }
};
